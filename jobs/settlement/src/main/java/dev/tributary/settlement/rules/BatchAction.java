package dev.tributary.settlement.rules;

/** What the runner does about a batch after an observation. */
public enum BatchAction {
    WAIT,
    PROVE,
    SIGN_PROPOSAL,
    SIGN_ACCEPTANCE,
    /** Stop everything until an operator resolved it. */
    HALT
}
