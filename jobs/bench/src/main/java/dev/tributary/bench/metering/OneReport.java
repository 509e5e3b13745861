package dev.tributary.bench.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.UsageRecord;
import java.util.concurrent.Callable;

/** A signed report of the default workload with its most lines, for benchmarks of single steps. */
public final class OneReport {
    public static final int LINES = Workload.MOST_LINES;
    public static final int PARTITIONS = 4;
    public static final long CHAIN_ID = Workload.CHAIN_ID;
    public static final BookingRule BOOKING = Workload.BOOKING;
    public static final String GATEWAY_REGISTRY = Cast.GATEWAY_REGISTRY;
    public static final String GATEWAY = new Gateway(0).address();

    private OneReport() {}

    public static UsageRecord record() {
        Workload workload = new Workload(7, 2 * LINES, 10_000, 3, false, 1, PARTITIONS);
        return unchecked(() -> new UsageEvents(workload).reportOf(LINES));
    }

    public static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException("the report cannot be made", e);
        }
    }
}
