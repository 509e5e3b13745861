package dev.tributary.settlement.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures that are work for the database: read once, then shown for a while to whoever asks. */
final class KeptScrape {
    /** Less than the time between two scrapes of one Prometheus, so that each of them is new. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Supplier<String> scrape;
    private final InstantSource clock;
    private @Nullable Scrape newest;

    private record Scrape(String text, Instant at) {}

    KeptScrape(Supplier<String> scrape, InstantSource clock) {
        this.scrape = scrape;
        this.clock = clock;
    }

    synchronized String text() {
        Instant now = clock.instant();
        Scrape kept = newest;
        if (kept == null || now.isBefore(kept.at()) || !now.isBefore(kept.at().plus(KEPT))) {
            kept = new Scrape(scrape.get(), now);
            newest = kept;
        }
        return kept.text();
    }
}
