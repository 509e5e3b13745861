package dev.tributary.domain.lineage;

/** How a parent shares in the revenue of its children (economics, section 2). The order is the contract's numbering. */
public enum RoyaltyPolicy {
    /** Absolute: a share of the net revenue of the child and of every descendant of the child. */
    LAP,
    /** Relative: a share of what flows to the child along LRP edges. */
    LRP
}
