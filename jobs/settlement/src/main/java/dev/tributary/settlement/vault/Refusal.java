package dev.tributary.settlement.vault;

/** The vault would revert a call; tried out on a node before anything is signed. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reason as the node gives it, with the contract's error where it is known. */
    Refusal(String reason) {
        super(reason);
    }
}
