package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.pipelines.compact.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportSumsTest {
    private static final String GATEWAY = "0x" + "9f".repeat(20);
    private static final String OTHER_GATEWAY = "0x" + "11".repeat(20);
    private static final long NOW = Lines.TIME.toEpochMilli() + 5_000;

    private final NameTable names = new NameTable();
    private final ReportParser parser =
            new ReportParser(SignedReports.settings().booking(), new RejectedRecords("usage.reported.v1"), names);
    private final List<ModelUsage> usage = new ArrayList<>();
    private final List<ModelObservations> observations = new ArrayList<>();
    private final ReportSums sums = new ReportSums(names, usage::add, observations::add);

    @Test
    void reportsAreSummedByModelPayerGatewayPassAndMinute() throws Exception {
        String cited = new Lines().withUsage("pass", "\"17\"").json();
        add(GATEWAY, Lines.line(), cited);
        add(GATEWAY, Lines.line());
        add(OTHER_GATEWAY, Lines.line());
        assertThat(usage).isEmpty();

        sums.send();

        assertThat(counts())
                .extracting(UsageCount::gateway, UsageCount::pass, UsageCount::lines, UsageCount::inputTokens)
                .containsExactlyInAnyOrder(
                        tuple(GATEWAY, "", 2L, 2 * 374L),
                        tuple(GATEWAY, "17", 1L, 374L),
                        tuple(OTHER_GATEWAY, "", 1L, 374L));
    }

    @Test
    void whatIsSentIsSentOnce() throws Exception {
        add(GATEWAY, Lines.line());
        sums.send();
        sums.send();
        assertThat(usage).hasSize(1);
        assertThat(observations).hasSize(1);
    }

    @Test
    void aSumThatWouldPassTheRangeOfALongGoesOnInAnother() throws Exception {
        String huge =
                new Lines().withUsage("calls", Long.toString((1L << 53) - 1)).json();
        String[] lines = new String[1_000];
        Arrays.fill(lines, huge);
        add(GATEWAY, lines);
        add(GATEWAY, lines);
        sums.send();

        assertThat(counts()).hasSize(2).allSatisfy(count -> assertThat(count.calls())
                .isEqualTo(1_000 * ((1L << 53) - 1)));
    }

    @Test
    void latenciesOfManyReportsMakeOneObservationHoweverMany() throws Exception {
        for (int latency = 1; latency <= 1_000; latency++) {
            add(
                    GATEWAY,
                    new Lines()
                            .withUsage("latencyMillis", Integer.toString(latency))
                            .withUsage("outcome", "\"error\"")
                            .json());
        }
        sums.send();

        assertThat(observations()).singleElement().satisfies(observation -> {
            assertThat(observation.lines()).isEqualTo(1_000);
            assertThat(observation.errors()).isEqualTo(1_000);
            Latencies latencies = Latencies.read(observation.latencies());
            assertThat(latencies.quantile(1)).isEqualTo(1);
            assertThat(latencies.quantile(500)).isBetween(450L, 550L);
            assertThat(latencies.quantile(1_000)).isEqualTo(1_000);
        });
    }

    @Test
    void eachModelHasOneRecordWithAllOfItsCounts() throws Exception {
        String other = "0x" + "22".repeat(32);
        String late = new Lines()
                .with("time", Lines.quoted("2026-11-22T21:59:59.999Z"))
                .json();
        add(
                GATEWAY,
                Lines.line(),
                new Lines().with("subject", Lines.quoted(other)).json());
        add(GATEWAY, late, Lines.line());
        add(OTHER_GATEWAY, Lines.line());
        sums.send();

        assertThat(usage).extracting(ModelUsage::model).containsExactlyInAnyOrder(Lines.MODEL, other);
        assertThat(counts()).hasSize(4).allSatisfy(count -> assertThat(count.payer())
                .isEqualTo(Lines.PAYER));
        assertThat(counts().stream().mapToLong(UsageCount::lines).sum()).isEqualTo(5);
    }

    @Test
    void eachModelHasOneRecordWithAllOfItsObservations() throws Exception {
        String other = "0x" + "22".repeat(32);
        String late = observed(Lines.MODEL, "2026-11-22T21:59:59.999Z", 7);
        add(GATEWAY, observed(Lines.MODEL, Lines.TIME.toString(), 5), observed(other, Lines.TIME.toString(), 6));
        add(GATEWAY, late, observed(Lines.MODEL, Lines.TIME.toString(), 8));
        add(OTHER_GATEWAY, Lines.line());
        sums.send();

        assertThat(observations)
                .extracting(ModelObservations::model, ReportSumsTest::linesAndSlowest)
                .containsExactlyInAnyOrder(tuple(Lines.MODEL, List.of("3 8", "1 7")), tuple(other, List.of("1 6")));
        List<UsageObservation> ofModel = observations.stream()
                .filter(record -> record.model().equals(Lines.MODEL))
                .flatMap(record -> record.observations().stream())
                .toList();
        long lateMinute = Instant.parse("2026-11-22T21:59:00Z").toEpochMilli() / SignedReports.MINUTE;
        assertThat(ofModel)
                .extracting(UsageObservation::minute)
                .containsExactly(Lines.TIME.toEpochMilli() / SignedReports.MINUTE, lateMinute);
    }

    private static String observed(String model, String time, long latencyMillis) {
        return new Lines()
                .with("subject", Lines.quoted(model))
                .with("time", Lines.quoted(time))
                .withUsage("latencyMillis", Long.toString(latencyMillis))
                .json();
    }

    /** Of each minute. */
    private static List<String> linesAndSlowest(ModelObservations ofModel) {
        return ofModel.observations().stream()
                .map(observation -> observation.lines() + " "
                        + Latencies.read(observation.latencies()).quantile(1_000))
                .toList();
    }

    @Test
    void latenciesThatFillTheMemorySendNoCounts() throws Exception {
        for (int report = 0; report < 17; report++) {
            String[] lines = new String[1_000];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = ofModel(1_000 * report + i);
            }
            add(GATEWAY, lines);
        }
        assertThat(observations).hasSizeGreaterThan(16_000);
        assertThat(usage).isEmpty();
        sums.send();
        assertThat(usage).hasSize(17_000);
        assertThat(observations).hasSize(17_000);
    }

    /** Ids come with reports that add nothing too, refused ones and those that came before. */
    @Test
    void idsThatFillTheMemorySendEverythingAndAreForgotten() throws Exception {
        add(GATEWAY, Lines.line());
        for (int i = 0; !names.isFull(); i++) {
            byte[] text = "0x%040x".formatted(i).getBytes(US_ASCII);
            names.numberOf(text, 0, text.length);
        }
        assertThat(usage).isEmpty();

        sums.makeRoom();

        assertThat(names.size()).isZero();
        assertThat(counts()).singleElement().satisfies(count -> {
            assertThat(count.model()).isEqualTo(Lines.MODEL);
            assertThat(count.payer()).isEqualTo(Lines.PAYER);
        });
        add(OTHER_GATEWAY, ofModel(7));
        sums.send();
        assertThat(usage).hasSize(2).last().satisfies(last -> assertThat(last.model())
                .isEqualTo("0x%064x".formatted(7)));
    }

    private static String ofModel(int model) {
        return new Lines()
                .with("subject", Lines.quoted("0x%064x".formatted(model)))
                .json();
    }

    private List<UsageCount> counts() {
        return usage.stream()
                .flatMap(record -> record.counts(new TextTable()).stream())
                .toList();
    }

    private List<UsageObservation> observations() {
        return observations.stream()
                .flatMap(record -> record.observations().stream())
                .toList();
    }

    private void add(String gateway, String... lines) throws Exception {
        byte[] value = Lines.report(lines).getBytes(UTF_8);
        sums.add(gateway, parser.parse(new UsageRecord(0, 0, NOW, gateway, "1", "", false, value), NOW));
        sums.makeRoom();
    }
}
