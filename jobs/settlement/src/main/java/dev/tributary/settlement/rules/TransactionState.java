package dev.tributary.settlement.rules;

/** Where one nonce of ours stands. */
public enum TransactionState {
    /** Signed and stored; what the network knows of it is uncertain. */
    OPEN,
    /** One of its attempts is in a block that is not final. */
    MINED,
    /** One of its attempts succeeded, in a finalized block. */
    SUCCEEDED,
    /** One of its attempts failed, in a finalized block. */
    REVERTED,
    /** The nonce was used by a transaction that is not ours, in a finalized block. */
    SUPERSEDED;

    /** Whether another transaction has to wait for this one. */
    public boolean inFlight() {
        return this == OPEN || this == MINED;
    }
}
