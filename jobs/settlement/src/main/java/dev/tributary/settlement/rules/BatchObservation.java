package dev.tributary.settlement.rules;

/** What is known about a batch at one moment, from the contract first, then receipts, then our tables. */
public enum BatchObservation {
    /** Nothing of it is on chain or on the way, and it is the one to propose now. */
    CLEAR,
    /** Nothing of it is on chain or on the way, but something else has to end first. */
    BLOCKED,
    /** As CLEAR, but another root was accepted since it was proved. */
    OUTDATED,
    /** A signed proposal of it is stored and not mined. */
    IN_FLIGHT,
    /** Latest and finalized blocks disagree in a way that only finality decides. */
    UNSETTLED,
    /** The vault's pending proposal, and it cannot be accepted yet. */
    PROPOSED,
    /** The vault's pending proposal, and anyone may accept it now. */
    ACCEPTABLE,
    /** Accepted in the latest block. */
    ACCEPTED,
    /** Accepted in a finalized block. */
    ACCEPTED_FINAL,
    /** Its proposal was withdrawn by the guardian, in a finalized block. */
    REVOKED,
    /** Our proposal of it failed on chain, in a finalized block. */
    REFUSED,
    /** The nonce of our proposal was used by a transaction that is not ours, in a finalized block. */
    NONCE_LOST,
    /** The vault holds another root for its epoch, in a finalized block. */
    CONTRADICTED,
    /** Its proof was stored. */
    PROOF_STORED,
    /** A rule of the gate, or of the node before sending, was not met. */
    GATE_TRIPPED,
    /** A signed proposal of it was stored. */
    PROPOSAL_STORED
}
