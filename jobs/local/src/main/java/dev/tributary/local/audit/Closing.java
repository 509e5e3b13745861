package dev.tributary.local.audit;

/** Which periods an audit states. */
public enum Closing {
    /** Every period, as if time went on for ever after the last record; a gap in the chain log halts. */
    END_OF_INPUT,
    /** Only those that both logs have closed: every usage partition and a finalized block have passed their end. */
    LOGS
}
