package dev.tributary.settlement.vault;

/** Has the account of a key and signs nothing. */
public final class RehearsalSigner implements Signer {
    private final Signer signer;

    public RehearsalSigner(Signer signer) {
        this.signer = signer;
    }

    @Override
    public String address() {
        return signer.address();
    }

    @Override
    public SignedTransaction sign(UnsignedTransaction transaction) {
        throw new Unsigned(address(), transaction);
    }
}
