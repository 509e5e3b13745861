package dev.tributary.settlement.vault;

/** The submitter's key. */
public interface Signer {
    /** Lower-case address. */
    String address();

    SignedTransaction sign(UnsignedTransaction transaction);
}
