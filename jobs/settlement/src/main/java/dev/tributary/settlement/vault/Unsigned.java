package dev.tributary.settlement.vault;

/** Thrown in place of a signature by a rehearsal; carries what would have been signed. */
public final class Unsigned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsigned(String signer, UnsignedTransaction transaction) {
        super("would sign with " + signer + ", nonce " + transaction.nonce() + ", " + transaction.gasLimit()
                + " gas at up to " + transaction.fees().maxFeePerGas() + " wei: " + transaction.callData());
    }
}
