package dev.tributary.pipelines.royalties;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Covered charges, added up over payers by model, minute, token and the period in which they accrue. */
final class RevenueTallies {
    private final Map<RevenueBucket, Map<String, RevenueTally>> tallies = new LinkedHashMap<>();
    private int size;

    /** Charges come by minute, so this is asked for again and again. */
    private @Nullable RevenueBucket lastBucket;

    private Map<String, RevenueTally> ofLastBucket = Map.of();

    int size() {
        return size;
    }

    /** @param period in which the part accrues */
    void add(long period, Charge charge, BigInteger micro) {
        Map<String, RevenueTally> byModel = ofBucket(period, charge.minute(), charge.token());
        RevenueTally tally = byModel.get(charge.model());
        if (tally == null) {
            tally = new RevenueTally();
            byModel.put(charge.model(), tally);
            size++;
        }
        tally.add(micro, charge.meters(), charge.lines());
    }

    private Map<String, RevenueTally> ofBucket(long period, long minute, String token) {
        RevenueBucket last = lastBucket;
        if (last == null
                || last.minute() != minute
                || last.period() != period
                || !last.token().equals(token)) {
            last = new RevenueBucket(period, minute, token);
            lastBucket = last;
            ofLastBucket = tallies.computeIfAbsent(last, bucket -> new LinkedHashMap<>());
        }
        return ofLastBucket;
    }

    void forEach(Consumer<ModelRevenue> action) {
        tallies.forEach((bucket, byModel) ->
                byModel.forEach((model, tally) -> action.accept(new ModelRevenue(model, bucket, tally.sum()))));
    }
}
