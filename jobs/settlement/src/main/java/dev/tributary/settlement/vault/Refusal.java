package dev.tributary.settlement.vault;

import org.jspecify.annotations.Nullable;

/** The vault would revert a call; tried out on a node before anything is signed. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String error;

    /**
     * @param reason as the node gives it, with the contract's error where it is known
     * @param error name of the vault's error; null for another contract's
     */
    Refusal(String reason, @Nullable String error) {
        super(reason);
        this.error = error;
    }

    public boolean is(String vaultError) {
        return vaultError.equals(error);
    }
}
