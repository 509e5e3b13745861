package dev.tributary.settlement.vault;

import java.math.BigInteger;

/**
 * What settlement may cost. A transaction's price per gas, what it can cost in all, and what all that end on one day (UTC)
 * cost together; the lowest of the three holds.
 */
public record FeeLimits(BigInteger maxPerGasWei, BigInteger maxPerTransactionWei, BigInteger maxPerDayWei) {
    public FeeLimits {
        if (maxPerGasWei.signum() <= 0 || maxPerTransactionWei.signum() <= 0 || maxPerDayWei.signum() <= 0) {
            throw new IllegalArgumentException("fee limits are above 0");
        }
    }

    /** One of the limits, by the key that sets it. */
    public enum Limit {
        PER_GAS("fee.max-per-gas-wei"),
        PER_TRANSACTION("fee.max-per-transaction-wei"),
        PER_DAY("fee.max-per-day-wei");

        private final String key;

        Limit(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /**
     * The most that may be offered.
     *
     * @param maxFeePerGas wei; may be 0
     * @param by the limit that it comes from
     */
    public record Ceiling(BigInteger maxFeePerGas, Limit by) {}

    /**
     * For a transaction that is the only one in flight: it may use up all its gas at the price it offers.
     *
     * @param spentTodayWei cost of those that ended today
     */
    public Ceiling ceiling(long gasLimit, BigInteger spentTodayWei) {
        BigInteger gas = BigInteger.valueOf(gasLimit);
        Ceiling lowest = new Ceiling(maxPerGasWei, Limit.PER_GAS);
        lowest = lower(lowest, new Ceiling(maxPerTransactionWei.divide(gas), Limit.PER_TRANSACTION));
        BigInteger leftToday = maxPerDayWei.subtract(spentTodayWei).max(BigInteger.ZERO);
        return lower(lowest, new Ceiling(leftToday.divide(gas), Limit.PER_DAY));
    }

    private static Ceiling lower(Ceiling one, Ceiling other) {
        return other.maxFeePerGas().compareTo(one.maxFeePerGas()) < 0 ? other : one;
    }
}
