package dev.tributary.settlement.rules;

/** What the node says about all attempts under one nonce. */
public enum TransactionSighting {
    /** The node does not know the newest attempt, and the nonce is unused. */
    UNKNOWN,
    /** The newest attempt waits in the node's pool. */
    PENDING,
    /** Not mined for longer than an attempt is given. */
    OVERDUE,
    /** As OVERDUE, but a higher fee is over the cap or more than the account holds. */
    OVERDUE_AT_CAP,
    SUCCEEDED,
    REVERTED,
    /** SUCCEEDED, in a finalized block. */
    SUCCEEDED_FINAL,
    /** REVERTED, in a finalized block. */
    REVERTED_FINAL,
    /** The nonce is used, by none of our attempts. */
    NONCE_USED,
    /** NONCE_USED, in a finalized block. */
    NONCE_USED_FINAL
}
