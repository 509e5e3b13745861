package dev.tributary.settlement.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KeptScrapeTest {
    private final AtomicInteger scrapes = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final KeptScrape kept = new KeptScrape(() -> "scrape " + scrapes.incrementAndGet(), () -> now);

    @Test
    void aScrapeIsKeptForTenSecondsAndNoLonger() {
        assertThat(kept.text()).isEqualTo("scrape 1");
        now = now.plusMillis(9_999);
        assertThat(kept.text()).isEqualTo("scrape 1");
        now = now.plusMillis(1);
        assertThat(kept.text()).isEqualTo("scrape 2");
    }

    @Test
    void aClockThatWasSetBackKeepsNothingForHours() {
        kept.text();
        now = now.minusSeconds(3_600);
        assertThat(kept.text()).isEqualTo("scrape 2");
    }

    @Test
    void aScrapeThatFailedIsNotKept() {
        AtomicInteger tries = new AtomicInteger();
        KeptScrape failing = new KeptScrape(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("no database");
                    }
                    return "read";
                },
                () -> now);
        assertThatThrownBy(failing::text).hasMessage("no database");
        assertThat(failing.text()).isEqualTo("read");
    }
}
