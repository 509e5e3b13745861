package dev.tributary.local.demo;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How long one waits for something that does not change: every change starts the time anew. */
final class Patience {
    private final InstantSource clock;
    private final Duration limit;
    private @Nullable String seen;
    private long sinceMillis;

    Patience(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** Whether things have stood like this for longer than the limit. */
    boolean isOver(String standing) {
        long now = clock.millis();
        if (!standing.equals(seen)) {
            seen = standing;
            sinceMillis = now;
        }
        return now - sinceMillis > limit.toMillis();
    }
}
