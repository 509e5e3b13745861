package dev.tributary.local.demo;

import dev.tributary.domain.usage.BookingRule;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is asked to do.
 *
 * @param periodMillis length of a settlement period, a multiple of the rating grain of one second
 * @param trace a recorded trace to take arrivals and token counts from
 * @param family a family of models to register instead of the demo's own
 * @param report where to write all numbers as JSON
 * @param keep whether to leave everything running at the end
 * @param home the project's root folder
 */
public record DemoOptions(
        long seed,
        long lines,
        long periodMillis,
        @Nullable Path trace,
        @Nullable Path family,
        @Nullable Path report,
        boolean keep,
        Path home) {
    static final long GRAIN_MILLIS = 1_000;
    static final long GRACE_MILLIS = 2_000;
    static final long WRITE_OFF_MILLIS = 30L * 24 * 60 * 60 * 1000;
    static final long FEE_PPM = 25_000;
    static final long BLOCK_SECONDS = 1;
    static final long SCORE_VALIDITY_SECONDS = 3_600;
    /** Less than the first two phases of the traffic take, so that what nobody verifies is overdue after them. */
    static final long VERIFICATION_WINDOW_SECONDS = 12;

    static final int USAGE_PARTITIONS = 4;
    /** Traffic of this many periods, so that at least three of them close while it goes on. */
    private static final int PERIODS_OF_TRAFFIC = 4;

    BookingRule booking() {
        return new BookingRule(GRAIN_MILLIS, periodMillis, GRACE_MILLIS);
    }

    long trafficMillis() {
        return PERIODS_OF_TRAFFIC * periodMillis;
    }

    /** Where everything that is not for the screen goes. */
    static Path logFile() {
        String place = System.getProperty("tributary.log.file");
        return place == null ? Path.of(System.getProperty("java.io.tmpdir"), "tributary.log") : Path.of(place);
    }

    Path contracts() {
        return home.resolve("contracts");
    }
}
