package dev.tributary.bench.metering;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What the sums of a workload are worth. */
final class Expected {
    private Expected() {}

    /** Every line's quantities at its model's prices, in 10^-6 base units. */
    static BigInteger revenueMicro(Workload workload, Sums sums) {
        Map<String, long[]> prices = new HashMap<>();
        for (int model = 0; model < workload.models(); model++) {
            prices.put(Cast.model(model), ChainHistory.pricesPerMillion(model));
        }
        BigInteger revenue = BigInteger.ZERO;
        for (Map.Entry<Sums.Key, Sums.Sum> entry : sums.all().entrySet()) {
            long[] price = prices.getOrDefault(entry.getKey().model(), new long[4]);
            Sums.Sum sum = entry.getValue();
            revenue = revenue.add(times(sum.calls(), price[0]))
                    .add(times(sum.inputTokens(), price[1]))
                    .add(times(sum.outputTokens(), price[2]))
                    .add(times(sum.computeMillis(), price[3]));
        }
        return revenue;
    }

    private static BigInteger times(long quantity, long price) {
        return BigInteger.valueOf(quantity).multiply(BigInteger.valueOf(price));
    }
}
