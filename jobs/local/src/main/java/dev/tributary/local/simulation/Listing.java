package dev.tributary.local.simulation;

import java.math.BigInteger;

/**
 * What a licence of a model costs and grants.
 *
 * @param price base units; zero for a model that is not for sale
 * @param minimumScorePpm the score that a sale needs
 * @param passRequired whether usage must cite a valid pass
 * @param passLifetimeSeconds how long a pass is valid
 */
public record Listing(BigInteger price, long minimumScorePpm, boolean passRequired, long passLifetimeSeconds) {
    static final Listing NOT_FOR_SALE = new Listing(BigInteger.ZERO, 0, false, 0);
}
