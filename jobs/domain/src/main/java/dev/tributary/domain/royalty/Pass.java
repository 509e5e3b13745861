package dev.tributary.domain.royalty;

/**
 * An access pass of a model. All times are epoch milliseconds.
 *
 * @param expiresMillis exclusive; {@link Long#MAX_VALUE} for one that never ends
 * @param revokedMillis {@link Long#MAX_VALUE} while it is not revoked
 */
public record Pass(String holder, long issuedMillis, long expiresMillis, long revokedMillis) {
    public static Pass issued(String holder, long issuedMillis, long expiresMillis) {
        return new Pass(holder, issuedMillis, expiresMillis, Long.MAX_VALUE);
    }

    /** The first revocation counts. */
    public Pass revoked(long atMillis) {
        return new Pass(holder, issuedMillis, expiresMillis, Math.min(revokedMillis, atMillis));
    }

    /** Whether this payer may use the model with it in the minute that starts at {@code atMillis}. */
    public boolean isValid(String payer, long atMillis) {
        return holder.equals(payer) && issuedMillis <= atMillis && atMillis < expiresMillis && atMillis < revokedMillis;
    }
}
