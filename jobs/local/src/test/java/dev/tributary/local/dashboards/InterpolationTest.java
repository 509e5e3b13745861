package dev.tributary.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.dashboards.Interpolation.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InterpolationTest {
    private static final Duration SCRAPES = Duration.ofSeconds(15);

    private final Interpolation interpolation = new Interpolation(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"), Duration.ofSeconds(60));

    @BeforeEach
    void choose() {
        interpolation.choose("one", Choice.of("O'Hara", "o'hara"));
        interpolation.choose("several", new Choice(List.of("a", "b"), List.of("a", "b.c"), true, false));
        interpolation.choose("all", new Choice(List.of("All"), List.of(".+"), true, true));
    }

    @Test
    void valuesTakeTheFormThatIsAskedFor() {
        assertThat(interpolation.sql("${one:sqlstring} ${several:sqlstring}")).isEqualTo("'o''hara' 'a','b.c'");
        assertThat(interpolation.sql("${several:csv} ${one:text} ${one:raw}")).isEqualTo("a,b.c O'Hara o'hara");
        assertThat(interpolation.sql("'$one' $several [[several]]")).isEqualTo("'o''hara' 'a','b.c' 'a','b.c'");
    }

    @Test
    void prometheusIsGivenPatterns() {
        assertThat(interpolation.promql("up{job=~\"$several\",instance=~\"$all\"}", SCRAPES))
                .isEqualTo("up{job=~\"(a|b\\\\.c)\",instance=~\".+\"}");
        assertThat(interpolation.promql("rate(x[$__rate_interval]) + y[$__interval]", SCRAPES))
                .isEqualTo("rate(x[75s]) + y[60s]");
    }

    @Test
    void macrosAreThoseOfThePostgresqlDataSource() {
        assertThat(interpolation.sql("$__timeFilter(t)"))
                .isEqualTo("t BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-02T00:00:00Z'");
        assertThat(interpolation.sql("$__timeGroup(t, $__interval) > $__timeFrom() and < $__timeTo()"))
                .isEqualTo("floor(extract(epoch from t)/60)*60 > '2026-01-01T00:00:00Z' and < '2026-01-02T00:00:00Z'");
    }

    @Test
    void whatGrafanaWouldNotKnowIsRefused() {
        assertThatThrownBy(() -> interpolation.sql("$nobody")).hasMessageContaining("no variable nobody");
        assertThatThrownBy(() -> interpolation.sql("${one:json}")).hasMessageContaining("format json");
        assertThatThrownBy(() -> interpolation.sql("$__timeGruop(t, 1m)")).hasMessageContaining("$__timeGruop");
        assertThatThrownBy(() -> interpolation.sql("$__unknown")).hasMessageContaining("$__unknown");
    }
}
