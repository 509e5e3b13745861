package dev.tributary.settlement.rules;

/** What the runner does about a transaction after a sighting. */
public enum TransactionAction {
    WAIT,
    /** Send the newest attempt's stored bytes, for the first time or again. */
    SEND,
    /** Sign and store the same call under the same nonce with both fees raised. */
    BUMP
}
