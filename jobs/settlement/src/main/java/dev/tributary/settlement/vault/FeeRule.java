package dev.tributary.settlement.vault;

import dev.tributary.chain.FeeQuote;
import dev.tributary.settlement.ledger.Attempt.Fees;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a transaction offers. A replacement raises both fees by the same share: nodes refuse it when either rises less
 * than 10 %, so anything lower would never leave our side.
 *
 * @param bumpPercent at least 10
 * @param maxFeePerGasCap wei; no transaction ever offers more
 */
public record FeeRule(int bumpPercent, BigInteger maxFeePerGasCap) {
    private static final int LEAST_BUMP_PERCENT = 10;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    public FeeRule {
        if (bumpPercent < LEAST_BUMP_PERCENT || maxFeePerGasCap.signum() <= 0) {
            throw new IllegalArgumentException(
                    "a bump of " + bumpPercent + " % (at least 10) up to " + maxFeePerGasCap + " wei (above 0)");
        }
    }

    /** Twice the base fee holds for several full blocks. Offers the cap where the market asks for more. */
    public Fees first(FeeQuote market) {
        BigInteger wanted = market.nextBaseFeeWei().shiftLeft(1).add(market.priorityFeeWei());
        BigInteger maxFee = wanted.min(maxFeePerGasCap);
        return new Fees(maxFee, market.priorityFeeWei().min(maxFee));
    }

    /** The next attempt's fees; empty when they would pass the cap. */
    public Optional<Fees> bumped(Fees last, FeeQuote market) {
        Fees current = first(market);
        BigInteger maxFee = raised(last.maxFeePerGas()).max(current.maxFeePerGas());
        BigInteger priorityFee = raised(last.maxPriorityFeePerGas()).max(current.maxPriorityFeePerGas());
        if (maxFee.compareTo(maxFeePerGasCap) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Fees(maxFee, priorityFee.min(maxFee)));
    }

    /** Rounded up, and by 1 wei at least. */
    private BigInteger raised(BigInteger fee) {
        BigInteger scaled = fee.multiply(BigInteger.valueOf(100L + bumpPercent));
        BigInteger ceiling = scaled.add(HUNDRED).subtract(BigInteger.ONE).divide(HUNDRED);
        return ceiling.max(fee.add(BigInteger.ONE));
    }
}
