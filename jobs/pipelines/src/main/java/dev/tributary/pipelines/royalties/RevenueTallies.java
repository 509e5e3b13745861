package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.EntriesByModel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Covered charges, added up over payers by model, minute, token and the period in which they accrue. Models and buckets
 * are numbered as they come, and a tally is found by both numbers in an open-addressing table: that takes a few bytes for
 * each, and nobody who chooses ids can make them meet there.
 */
final class RevenueTallies {
    /** Some 60 KB. */
    static final int MOST_MINUTES_SENT = 1 << 10;

    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final Numbers<String> models = new Numbers<>();
    private final Numbers<RevenueBucket> buckets = new Numbers<>();

    /** Places of tallies, plus 1; never more than half of them are taken. */
    private int[] slots = new int[1 << 10];

    /** Of each tally the number of its bucket and, in the lower half, of its model. */
    private long[] keys = new long[slots.length / 2];

    private final List<RevenueTally> tallies = new ArrayList<>();

    private final ModelRevenueWriter writer = new ModelRevenueWriter();

    /** Charges come by minute, so this is asked for again and again. */
    private @Nullable RevenueBucket lastBucket;

    private long lastBucketNumber;

    /** Each thing's number is its place in the order in which they came. */
    private static final class Numbers<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> things = new ArrayList<>();

        int of(T thing) {
            Integer known = numbers.get(thing);
            if (known != null) {
                return known;
            }
            int next = things.size();
            numbers.put(thing, next);
            things.add(thing);
            return next;
        }

        int size() {
            return things.size();
        }

        T get(int number) {
            return things.get(number);
        }

        void clear() {
            numbers.clear();
            things.clear();
        }
    }

    int size() {
        return tallies.size();
    }

    /** @param period in which the part accrues */
    void add(long period, Charge charge, BigInteger micro) {
        long bucket = bucketNumber(period, charge.minute(), charge.token());
        tally((bucket << Integer.SIZE) | models.of(charge.model())).add(micro, charge.meters(), charge.lines());
    }

    private long bucketNumber(long period, long minute, String token) {
        RevenueBucket last = lastBucket;
        if (last == null
                || last.minute() != minute
                || last.period() != period
                || !last.token().equals(token)) {
            last = new RevenueBucket(period, minute, token);
            lastBucket = last;
            lastBucketNumber = buckets.of(last);
        }
        return lastBucketNumber;
    }

    private RevenueTally tally(long key) {
        int slot = slotOf(key);
        if (slots[slot] != 0) {
            return tallies.get(slots[slot] - 1);
        }
        if (tallies.size() == keys.length) {
            grow();
            slot = slotOf(key);
        }
        RevenueTally tally = new RevenueTally();
        keys[tallies.size()] = key;
        tallies.add(tally);
        slots[slot] = tallies.size();
        return tally;
    }

    private int slotOf(long key) {
        long hash = key * MIX;
        hash = (hash ^ (hash >>> Integer.SIZE)) * MIX;
        int slot = (int) (hash >>> Integer.SIZE) & (slots.length - 1);
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        keys = Arrays.copyOf(keys, 2 * keys.length);
        for (int place = 0; place < tallies.size(); place++) {
            slots[slotOf(keys[place])] = place + 1;
        }
    }

    /** Gives out every sum, one record per model and period or a few, and forgets it. */
    void drain(Consumer<ModelRevenue> action) {
        EntriesByModel byModel = new EntriesByModel(models.size(), tallies.size());
        for (int place = 0; place < tallies.size(); place++) {
            byModel.add((int) keys[place], place);
        }
        for (int model = 0; model < models.size(); model++) {
            send(models.get(model), byModel.of(model), action);
        }
        Arrays.fill(slots, 0);
        tallies.clear();
        models.clear();
        buckets.clear();
        lastBucket = null;
    }

    /** Periods close one after the other, so what accrues in one of them stands together. */
    private void send(String model, int[] places, Consumer<ModelRevenue> action) {
        long period = bucket(places[0]).period();
        for (int place : places) {
            RevenueBucket bucket = bucket(place);
            if (bucket.period() != period || writer.minutes() == MOST_MINUTES_SENT) {
                action.accept(writer.take(model, period));
                period = bucket.period();
            }
            writer.put(bucket.token(), bucket.minute(), tallies.get(place).sum());
        }
        action.accept(writer.take(model, period));
    }

    private RevenueBucket bucket(int place) {
        return buckets.get((int) (keys[place] >> Integer.SIZE));
    }
}
