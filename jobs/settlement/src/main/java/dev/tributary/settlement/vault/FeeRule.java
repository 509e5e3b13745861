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
 */
public record FeeRule(int bumpPercent) {
    private static final int LEAST_BUMP_PERCENT = 10;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    public FeeRule {
        if (bumpPercent < LEAST_BUMP_PERCENT) {
            throw new IllegalArgumentException("a bump of " + bumpPercent + " %, at least 10");
        }
    }

    /**
     * Twice the base fee holds for several full blocks. Offers the ceiling where the market asks for more; empty when no
     * block would take even that.
     *
     * @param ceiling wei per gas
     */
    public Optional<Fees> first(FeeQuote market, BigInteger ceiling) {
        if (ceiling.compareTo(market.nextBaseFeeWei()) < 0 || ceiling.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(wanted(market, ceiling));
    }

    private static Fees wanted(FeeQuote market, BigInteger ceiling) {
        BigInteger wanted = market.nextBaseFeeWei().shiftLeft(1).add(market.priorityFeeWei());
        BigInteger maxFee = wanted.min(ceiling);
        return new Fees(maxFee, market.priorityFeeWei().min(maxFee));
    }

    /** The next attempt's fees; empty when they would pass the ceiling. */
    public Optional<Fees> bumped(Fees last, FeeQuote market, BigInteger ceiling) {
        Fees current = wanted(market, ceiling);
        BigInteger maxFee = raised(last.maxFeePerGas()).max(current.maxFeePerGas());
        BigInteger priorityFee = raised(last.maxPriorityFeePerGas()).max(current.maxPriorityFeePerGas());
        if (maxFee.compareTo(ceiling) > 0) {
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
