package dev.tributary.settlement.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts of others are written with the names of the page: the page and the programs never part. */
final class MetricsPageTest {
    private static final Path PAGE = Path.of("../../docs/metrics.md");
    private static final Path RELEASED = Path.of("src/test/resources/metrics/released.txt");

    @Test
    void thePageHasEveryMetricOfTheJobsAsTheyRegisterIt() throws IOException {
        assertThat(rows("RoyaltyJob")).containsExactlyElementsOf(MetricsPage.royaltyJob());
        assertThat(rows("ChainIngestJob")).containsExactlyElementsOf(MetricsPage.chainIngestJob());
    }

    @Test
    void thePageHasEveryMetricOfTheSettlementRunAndOfTheEndpoint() throws IOException {
        assertThat(rows("The settlement run")).containsExactlyElementsOf(MetricsPage.settlement());
        assertThat(rows("The endpoint")).containsExactlyElementsOf(MetricsPage.serve());
    }

    @Test
    void noNameThatWasEverGivenIsGone() throws IOException {
        assertThat(MetricsPage.names().toList())
                .as("names are added to " + RELEASED + ", and never taken out of it")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(RELEASED));
    }

    private static List<String> rows(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n## " + heading + "\n");
        assertThat(begin).as("section " + heading).isNotNegative();
        String section = page.substring(begin + 1).split("\n## ", 2)[0];
        return section.lines().filter(line -> line.startsWith("| `")).toList();
    }
}
