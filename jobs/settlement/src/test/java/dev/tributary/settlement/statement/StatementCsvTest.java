package dev.tributary.settlement.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.domain.usage.MeterTotals;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatementCsvTest {
    private static final List<String> COLUMNS = List.of(StatementCsv.HEADER.split(","));

    /** A charge of 1 000 micro units of which 300 were covered in its own hour, and 700 in the next. */
    private static List<String> row(long epoch, long revenueMicro) {
        long bookedMillis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        long accruedMillis = bookedMillis + (epoch - 1) * 3_600_000;
        StatementLine line = new StatementLine(
                StatementLine.Kind.USAGE,
                "0x11",
                new StatementLine.Reason(
                        "0xd0",
                        "0x9a",
                        bookedMillis,
                        bookedMillis,
                        bookedMillis,
                        accruedMillis,
                        BigInteger.valueOf(revenueMicro),
                        new ChargedUsage(12, MeterTotals.of(34, 56, 78, 90), BigInteger.valueOf(1_000)),
                        null,
                        null),
                new StatementLine.Part("0xd0", new LineageRoute.Own("0xd0", 0, 0), 25_000, 10_000, null),
                BigInteger.valueOf(revenueMicro));
        EpochStatement statement = new EpochStatement(
                "0xac",
                epoch,
                Instant.ofEpochMilli(accruedMillis),
                Instant.ofEpochMilli(accruedMillis + 3_600_000),
                "FINAL",
                null,
                List.of(new TokenStatement("0x11", BigInteger.valueOf(revenueMicro), BigInteger.ZERO, List.of(line))));
        return List.of(StatementCsv.rows(statement).get(0).split(",", -1));
    }

    private static String value(List<String> row, String column) {
        return row.get(COLUMNS.indexOf(column));
    }

    @Test
    void aChargeThatIsCoveredInTwoEpochsHasTheCoveredPartInEach() {
        List<String> first = row(1, 300);
        List<String> second = row(2, 700);
        assertThat(first).hasSameSizeAs(COLUMNS);
        for (String whole : List.of("lines", "calls", "input_tokens", "output_tokens", "compute_millis")) {
            assertThat(value(first, whole)).as(whole).isEqualTo(value(second, whole));
        }
        assertThat(value(first, "calls")).isEqualTo("34");
        assertThat(value(first, "charge_micro")).isEqualTo("1000");
        assertThat(value(second, "charge_micro")).isEqualTo("1000");
        assertThat(value(first, "revenue_micro")).isEqualTo("300");
        assertThat(value(second, "revenue_micro")).isEqualTo("700");
    }

    /** In their order, each in its own words. */
    @Test
    void everyColumnIsDescribed() throws IOException {
        String page = Files.readString(Path.of("../../docs/operations.md"));
        String section = page.substring(page.indexOf("\n### The columns of a statement\n"));
        List<String> described = section.lines()
                .skip(2)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> List.of(line.split("\\|", -1)[1].split(",", -1)).stream())
                .map(name -> name.replaceAll("[` ]", ""))
                .toList();
        assertThat(described).isEqualTo(COLUMNS);
    }
}
