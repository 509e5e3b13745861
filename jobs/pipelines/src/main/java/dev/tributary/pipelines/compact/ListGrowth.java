package dev.tributary.pipelines.compact;

import java.util.HashMap;
import java.util.Map;

/**
 * How fast the lists grow in which things of each model wait in state for the close of their period. A list is kept as it
 * comes, and summed whenever as much has come as its last summing left: so it takes at most about twice what its sums do, or
 * {@value #LEAST_SUMMED} bytes.
 *
 * <p>All of it is on the heap. After a restart a list may be summed at another time and a timer be asked for again, which
 * changes nothing.
 */
public final class ListGrowth {
    /** Bytes of one list that are not worth being summed. */
    public static final int LEAST_SUMMED = 4_096;

    private final Map<String, OfModel> models = new HashMap<>();

    /** Of one model's list. */
    public static final class OfModel {
        private long summedBytes;
        private long addedBytes;
        private long awaitedPeriod = Long.MIN_VALUE;

        private OfModel() {}

        /** Whether the close of a period is to be asked for; not when it was asked for last. */
        public boolean isNewlyAwaited(long period) {
            boolean isNew = awaitedPeriod != period;
            awaitedPeriod = period;
            return isNew;
        }

        /** Tells what was added. */
        public void add(long bytes) {
            addedBytes += bytes;
        }

        public boolean isToBeSummed() {
            return addedBytes >= Math.max(summedBytes, LEAST_SUMMED);
        }

        /** @param bytes that the sums take */
        public void summed(long bytes) {
            summedBytes = bytes;
            addedBytes = 0;
        }
    }

    public OfModel of(String model) {
        return models.computeIfAbsent(model, any -> new OfModel());
    }

    /** The model's list was taken, and begins anew. */
    public void forget(String model) {
        models.remove(model);
    }
}
