package dev.tributary.settlement.run;

/**
 * The places between which a run may end at any time, in the order in which a batch meets them. Whatever is cut off at
 * one of them, the next run goes on from what is stored and what the chain shows.
 */
public enum Step {
    LEASE_WANTED,
    LEASE_TAKEN,
    LOOK_WANTED,
    CHAIN_SEEN,
    PERIODS_NOTED,
    FINALITY_NOTED,
    TOTALS_ADDED,
    TREE_BUILT,
    FILES_WRITTEN,
    GATE_PASSED,
    PROOFS_STORED,
    BATCH_PROVED,
    SIGNING_WANTED,
    SIGNING_GATE_PASSED,
    CALL_TRIED,
    NONCE_CHOSEN,
    PROPOSAL_SIGNED,
    PROPOSAL_STORING,
    PROPOSAL_STORED,
    ACCEPTANCE_SIGNED,
    ACCEPTANCE_STORING,
    ACCEPTANCE_STORED,
    RECEIPTS_WANTED,
    RECEIPTS_SEEN,
    BUMP_SIGNED,
    BUMP_STORED,
    SEND_WANTED,
    SENT,
    ANSWER_STORED,
    TRANSACTION_MOVING,
    TRANSACTION_MOVED,
    BATCH_MOVING,
    BATCH_MOVED,
    HALT_STORED,
    LEASE_RETURNING,
    LEASE_RETURNED
}
