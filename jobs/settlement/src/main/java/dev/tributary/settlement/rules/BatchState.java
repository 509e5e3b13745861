package dev.tributary.settlement.rules;

/** Where a batch stands between the close of its period and a final acceptance (settlement, "The settlement run"). */
public enum BatchState {
    /** Its lines are complete and visible. */
    SEALED,
    /** Totals, tree, manifest and proofs are stored and passed the gate. */
    PROVED,
    /** A signed proposal of it is stored, and perhaps sent. */
    SIGNED,
    /** The vault holds it as its pending proposal. */
    PROPOSED,
    /** The vault accepted it, or a later epoch that covers it. */
    ACCEPTED,
    /** The acceptance is in a finalized block. */
    FINAL,
    /** The guardian revoked its proposal; an operator decides what follows. */
    REVOKED,
    /** Something that must hold does not; an operator resolves it. */
    HALTED
}
