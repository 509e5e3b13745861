package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.compact.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares that closing it may throw anything
final class SumReportsTest {
    private static final String GATEWAY = "0x" + "9f".repeat(20);
    private static final String OTHER_GATEWAY = "0x" + "11".repeat(20);
    private static final BookingRule BOOKING = SignedReports.settings().booking();
    private static final long PERIOD_END = BOOKING.periodEnd(BOOKING.periodOf(Lines.TIME.toEpochMilli()));

    private final ReportParser parser = new ReportParser(BOOKING, new RejectedRecords("usage.reported.v1"));

    @Test
    void reportsAreSummedByModelPayerGatewayPassAndMinute() throws Exception {
        try (var sums = open()) {
            String cited = new Lines().withUsage("pass", "\"17\"").json();
            sums.processElement(report(GATEWAY, Lines.line(), cited), 0);
            sums.processElement(report(GATEWAY, Lines.line()), 0);
            sums.processElement(report(OTHER_GATEWAY, Lines.line()), 0);
            assertThat(sums.extractOutputValues()).isEmpty();

            sums.prepareSnapshotPreBarrier(1);

            assertThat(counts(sums))
                    .extracting(UsageCount::gateway, UsageCount::pass, UsageCount::lines, UsageCount::inputTokens)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(GATEWAY, "", 2L, 2 * 374L),
                            org.assertj.core.groups.Tuple.tuple(GATEWAY, "17", 1L, 374L),
                            org.assertj.core.groups.Tuple.tuple(OTHER_GATEWAY, "", 1L, 374L));
        }
    }

    @Test
    void everythingIsSentBeforeTheWatermarkThatClosesItsPeriodAndOnce() throws Exception {
        try (var sums = open()) {
            sums.processWatermark(PERIOD_END - 5_000);
            sums.processElement(report(GATEWAY, Lines.line()), 0);
            sums.processWatermark(PERIOD_END - 2);
            assertThat(sums.extractOutputValues()).isEmpty();

            sums.processWatermark(PERIOD_END - 1);
            assertThat(sums.extractOutputValues()).hasSize(1);
            List<Object> inOrder = new ArrayList<>(sums.getOutput());
            assertThat(inOrder.get(inOrder.size() - 1)).isEqualTo(new Watermark(PERIOD_END - 1));

            sums.prepareSnapshotPreBarrier(1);
            assertThat(sums.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void aSumThatWouldPassTheRangeOfALongGoesOnInAnother() throws Exception {
        try (var sums = open()) {
            String huge = new Lines()
                    .withUsage("calls", Long.toString((1L << 53) - 1))
                    .json();
            String[] lines = new String[1_000];
            java.util.Arrays.fill(lines, huge);
            sums.processElement(report(GATEWAY, lines), 0);
            sums.processElement(report(GATEWAY, lines), 0);
            sums.prepareSnapshotPreBarrier(1);

            assertThat(counts(sums)).hasSize(2).allSatisfy(count -> assertThat(count.calls())
                    .isEqualTo(1_000 * ((1L << 53) - 1)));
        }
    }

    @Test
    void latenciesOfManyReportsMakeOneObservationHoweverMany() throws Exception {
        try (var sums = open()) {
            for (int latency = 1; latency <= 1_000; latency++) {
                sums.processElement(
                        report(
                                GATEWAY,
                                new Lines()
                                        .withUsage("latencyMillis", Integer.toString(latency))
                                        .withUsage("outcome", "\"error\"")
                                        .json()),
                        0);
            }
            sums.prepareSnapshotPreBarrier(1);

            assertThat(sums.getSideOutput(SumReports.OBSERVATIONS))
                    .singleElement()
                    .satisfies(record -> {
                        UsageObservation observation = record.getValue();
                        assertThat(observation.lines()).isEqualTo(1_000);
                        assertThat(observation.errors()).isEqualTo(1_000);
                        Latencies latencies = Latencies.read(observation.latencies());
                        assertThat(latencies.quantile(1)).isEqualTo(1);
                        assertThat(latencies.quantile(500)).isBetween(450L, 550L);
                        assertThat(latencies.quantile(1_000)).isEqualTo(1_000);
                    });
        }
    }

    @Test
    void eachModelHasOneRecordWithAllOfItsCounts() throws Exception {
        try (var sums = open()) {
            String other = "0x" + "22".repeat(32);
            String late = new Lines()
                    .with("time", Lines.quoted("2026-11-22T21:59:59.999Z"))
                    .json();
            sums.processElement(
                    report(
                            GATEWAY,
                            Lines.line(),
                            new Lines().with("subject", Lines.quoted(other)).json()),
                    0);
            sums.processElement(report(GATEWAY, late, Lines.line()), 0);
            sums.processElement(report(OTHER_GATEWAY, Lines.line()), 0);
            sums.prepareSnapshotPreBarrier(1);

            assertThat(sums.extractOutputValues())
                    .extracting(ModelUsage::model)
                    .containsExactlyInAnyOrder(Lines.MODEL, other);
            assertThat(counts(sums)).hasSize(4).allSatisfy(count -> assertThat(count.payer())
                    .isEqualTo(Lines.PAYER));
            assertThat(counts(sums).stream().mapToLong(UsageCount::lines).sum()).isEqualTo(5);
        }
    }

    @Test
    void latenciesThatFillTheMemorySendNoCounts() throws Exception {
        try (var sums = open()) {
            for (int report = 0; report < 17; report++) {
                String[] lines = new String[1_000];
                for (int i = 0; i < lines.length; i++) {
                    String model = "0x%064x".formatted(1_000 * report + i);
                    lines[i] = new Lines().with("subject", Lines.quoted(model)).json();
                }
                sums.processElement(report(GATEWAY, lines), 0);
            }
            assertThat(sums.getSideOutput(SumReports.OBSERVATIONS)).hasSizeGreaterThan(16_000);
            assertThat(sums.extractOutputValues()).isEmpty();
            sums.prepareSnapshotPreBarrier(1);
            assertThat(sums.extractOutputValues()).hasSize(17_000);
            assertThat(sums.getSideOutput(SumReports.OBSERVATIONS)).hasSize(17_000);
        }
    }

    private static List<UsageCount> counts(OneInputStreamOperatorTestHarness<MeteredReport, ModelUsage> sums) {
        return sums.extractOutputValues().stream()
                .flatMap(usage -> usage.counts(new TextTable()).stream())
                .toList();
    }

    private MeteredReport report(String gateway, String... lines) throws Exception {
        byte[] value = Lines.report(lines).getBytes(StandardCharsets.UTF_8);
        long now = Lines.TIME.toEpochMilli() + 5_000;
        ReportParser.Parsed parsed = parser.parse(new UsageRecord(0, 0, now, gateway, "1", "", false, value), now);
        return new MeteredReport(
                gateway,
                1,
                new byte[32],
                0,
                0,
                now,
                parsed.lines(),
                parsed.admitted(),
                parsed.usage(),
                parsed.refusedLines(),
                new byte[0]);
    }

    private static OneInputStreamOperatorTestHarness<MeteredReport, ModelUsage> open() throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<MeteredReport, ModelUsage>(new SumReports(BOOKING));
        harness.open();
        return harness;
    }
}
