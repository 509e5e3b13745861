package dev.tributary.domain.royalty;

import dev.tributary.domain.money.ProductSum;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.List;

/**
 * What a model's usage costs.
 *
 * @param pricesPerMillion base units per million of calls, input tokens, output tokens and compute milliseconds
 */
public record Terms(String token, List<BigInteger> pricesPerMillion, boolean passRequired) {
    private static final int METERS = 4;

    public Terms {
        if (pricesPerMillion.size() != METERS) {
            throw new IllegalArgumentException("terms need a price for each of 4 meters, got " + pricesPerMillion);
        }
    }

    /** The charge of economics, section 1, in 10^-6 base units: exact, since prices are per million. */
    public BigInteger chargeMicro(MeterTotals meters) {
        if (!meters.areLongs()) {
            return ofAnySize(meters);
        }
        ProductSum micro = new ProductSum();
        micro.add(pricesPerMillion.get(0), meters.callsLong());
        micro.add(pricesPerMillion.get(1), meters.inputTokensLong());
        micro.add(pricesPerMillion.get(2), meters.outputTokensLong());
        micro.add(pricesPerMillion.get(3), meters.computeMillisLong());
        return micro.value();
    }

    private BigInteger ofAnySize(MeterTotals meters) {
        return meters.calls()
                .multiply(pricesPerMillion.get(0))
                .add(meters.inputTokens().multiply(pricesPerMillion.get(1)))
                .add(meters.outputTokens().multiply(pricesPerMillion.get(2)))
                .add(meters.computeMillis().multiply(pricesPerMillion.get(3)));
    }
}
