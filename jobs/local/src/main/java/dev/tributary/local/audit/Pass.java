package dev.tributary.local.audit;

import java.math.BigInteger;

/** What was promised when the pass was issued; whether it was revoked since is another matter. */
record Pass(String modelId, String holder, BigInteger issuedSeconds, BigInteger expiresAtSeconds) {
    boolean lastsAt(long millis) {
        BigInteger now = BigInteger.valueOf(millis);
        BigInteger thousand = BigInteger.valueOf(1000);
        return issuedSeconds.multiply(thousand).compareTo(now) <= 0
                && now.compareTo(expiresAtSeconds.multiply(thousand)) < 0;
    }
}
