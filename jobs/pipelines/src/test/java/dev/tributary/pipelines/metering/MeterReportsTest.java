package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class MeterReportsTest {
    private static final String REPORT = Lines.report(Lines.line());

    private final SignedReports gateway = new SignedReports("gateway");
    private final long now = Lines.TIME.toEpochMilli() + 5_000;

    @Test
    void aGoodReportIsCollapsedPerModelPayerPassAndMinute() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            String other = new Lines().withUsage("pass", "\"17\"").json();
            metering.give(gateway.record(1, 0, now, Lines.report(Lines.line(), other, Lines.line())));

            long minute = Lines.TIME.toEpochMilli() / SignedReports.MINUTE;
            long period = Lines.TIME.toEpochMilli() / SignedReports.PERIOD;
            assertThat(metering.tallies()).containsExactly(Tally.accepted(now, 3, Map.of(period, 3L), Map.of()));
            assertThat(metering.counts())
                    .containsExactly(
                            count("", minute, period, 2, 2, 748, 88, 1624),
                            count("17", minute, period, 1, 1, 374, 44, 812));
            assertThat(metering.rejected()).isEmpty();
        }
    }

    @Test
    void aRefusedReportStandsForNoLineAndIsShown() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 3, now, REPORT + "x"));

            assertThat(metering.counts()).isEmpty();
            assertThat(metering.tallies()).containsExactly(Tally.refused(now, "MALFORMED_JSON", 0));
            assertThat(metering.rejected()).singleElement().satisfies(rejected -> {
                assertThat(rejected.lines()).isZero();
                assertThat(rejected.reason()).isEqualTo("MALFORMED_JSON");
                assertThat(rejected.topic()).isEqualTo("usage.reported.v1");
                assertThat(rejected.partition()).isEqualTo(gateway.partition());
                assertThat(rejected.offset()).isEqualTo(3);
                assertThat(rejected.gateway()).isEqualTo(gateway.gateway());
                assertThat(rejected.sequence()).isEqualTo("1");
                assertThat(rejected.index()).isNull();
                assertThat(rejected.text()).isEqualTo(REPORT + "x");
                assertThat(rejected.bytes()).isNull();
            });
        }
    }

    @Test
    void aRefusedReportThatIsNotTextIsShownAsBytes() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, now, new byte[] {'[', (byte) 0xff}));
            assertThat(metering.rejected().get(0).text()).isNull();
            assertThat(metering.rejected().get(0).bytes()).containsExactly('[', 0xff);
        }
    }

    @Test
    void ofALargeRefusedReportSixtyFourKibibytesAreShownWithoutCuttingACharacter() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, now, "x" + "é".repeat(100_000)));
            assertThat(metering.rejected().get(0).text()).isEqualTo("x" + "é".repeat((65_536 - 1) / 2));
        }
    }

    @Test
    void headersThatMeanNothingAreNotShownAsIfTheyDid() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(new UsageRecord(0, 0, now, "0xé", "007", null, false, new byte[0]));
            assertThat(metering.rejected())
                    .extracting(UsageRejected::reason, UsageRejected::gateway, UsageRejected::sequence)
                    .containsExactly(tuple("MALFORMED_HEADER", null, null));
        }
    }

    @Test
    void aHeartbeatOnlyMovesTime() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            long week = 7 * 86_400_000L;
            metering.give(heartbeat(gateway.partition(), now + week + 1_000_000));
            metering.give(gateway.record(1, 1, now, REPORT));

            assertThat(metering.reasons()).containsExactly("TOO_OLD");
            assertThat(metering.tallies())
                    .containsExactly(Tally.accepted(now + week + 1_000_000, 1, Map.of(), Map.of("TOO_OLD", 1L)));
        }
    }

    @Test
    void aRefusedReportMovesTimeToo() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            long later = now + 2 * SignedReports.PERIOD;
            metering.give(gateway.record(1, 0, later, "junk"));
            metering.give(gateway.record(2, 1, now, REPORT));
            assertThat(metering.onlyCount().period()).isEqualTo((later - SignedReports.GRACE) / SignedReports.PERIOD);
        }
    }

    @Test
    void aClockThatStepsBackDoesNotTakeTimeBack() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            String soon = Lines.report(
                    new Lines().at(Instant.ofEpochMilli(now + 60_000)).json());
            metering.give(heartbeat(gateway.partition(), now));
            metering.give(gateway.record(1, 1, now - 3_600_000, soon));
            assertThat(metering.rejected()).isEmpty();
            assertThat(metering.lines()).isEqualTo(1);
        }
    }

    @Test
    void theRecordsOwnAppendTimeCountsForItsLines() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, Lines.TIME.toEpochMilli() - 60_000, REPORT));
            metering.give(gateway.record(2, 1, Lines.TIME.toEpochMilli() - 59_999, REPORT));
            metering.give(gateway.record(3, 2, Lines.TIME.toEpochMilli() - 60_001, REPORT));
            assertThat(metering.rejected()).isEmpty();
            assertThat(metering.lines()).isEqualTo(3);
        }
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, Lines.TIME.toEpochMilli() - 60_001, REPORT));
            assertThat(metering.reasons()).containsExactly("FUTURE");
            assertThat(metering.counts()).isEmpty();
        }
    }

    @Test
    void timeOfOnePartitionIsNotThatOfAnother() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(heartbeat((gateway.partition() + 1) % 4, now + 30 * 86_400_000L));
            metering.give(gateway.record(1, 0, now, REPORT));
            assertThat(metering.rejected()).isEmpty();
            assertThat(metering.lines()).isEqualTo(1);
        }
    }

    @Test
    void theFrontierOfAPeriodIsTheFirstRecordWhoseTimeLessTheGraceReachesItsEnd() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            long end = (now / SignedReports.PERIOD + 1) * SignedReports.PERIOD;
            long grace = SignedReports.GRACE;
            metering.give(heartbeat(0, 10, end + grace - 2));
            metering.give(heartbeat(0, 11, end + grace - 1));
            metering.give(heartbeat(0, 12, end + grace));
            metering.give(heartbeat(0, 13, end + grace + 1));
            metering.give(heartbeat(0, 14, end + 3 * SignedReports.PERIOD + grace));
            metering.give(heartbeat(0, 15, end));
            assertThat(metering.frontiers())
                    .containsExactly(
                            new Frontier(0, Long.MIN_VALUE, end - 2, 10),
                            new Frontier(0, end - 1, end, 12),
                            new Frontier(0, end + 1, end + 3 * SignedReports.PERIOD, 14));
        }
    }

    @Test
    void clocksAreRestoredByTheirMaximumWhateverSubtaskReadsThePartition() throws Exception {
        long later = now + 2 * SignedReports.PERIOD;
        OperatorSubtaskState first;
        OperatorSubtaskState second;
        try (MeteringHarness one = new MeteringHarness(2, 0, null);
                MeteringHarness two = new MeteringHarness(2, 1, null)) {
            one.give(heartbeat(gateway.partition(), later));
            two.give(heartbeat(gateway.partition(), now));
            first = one.snapshot();
            second = two.snapshot();
        }
        for (OperatorSubtaskState[] order : new OperatorSubtaskState[][] {{first, second}, {second, first}}) {
            OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(order);
            for (int subtask = 0; subtask < 3; subtask++) {
                OperatorSubtaskState mine =
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(all, 128, 2, 3, subtask);
                try (MeteringHarness restored = new MeteringHarness(3, subtask, mine)) {
                    restored.give(gateway.record(1, 0, now, REPORT));
                    assertThat(restored.onlyCount().period())
                            .isEqualTo((later - SignedReports.GRACE) / SignedReports.PERIOD);
                    assertThat(restored.frontiers()).isEmpty();
                }
            }
        }
    }

    @Test
    void stateIsOneClockPerPartitionHoweverManyReportsPass() throws Exception {
        long few;
        long many;
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(heartbeat(gateway.partition(), now));
            few = metering.snapshot().getStateSize();
        }
        try (MeteringHarness metering = new MeteringHarness()) {
            for (int i = 0; i < 500; i++) {
                metering.give(heartbeat(gateway.partition(), now + i));
                metering.give(new UsageRecord(gateway.partition(), i, now, "x", null, null, false, new byte[0]));
            }
            many = metering.snapshot().getStateSize();
        }
        assertThat(many).isEqualTo(few);
    }

    @Test
    void everythingIsSentBeforeTheWatermarkThatClosesItsPeriodAndOnce() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            long end = (now / SignedReports.PERIOD + 1) * SignedReports.PERIOD;
            metering.watermark(end - 5_000);
            metering.give(gateway.record(1, 0, now, REPORT));
            metering.watermark(end - 2);
            assertThat(metering.usage()).isEmpty();
            assertThat(metering.observations()).isEmpty();

            metering.watermark(end - 1);
            assertThat(metering.usage()).hasSize(1);
            assertThat(metering.observations()).hasSize(1);
            List<Object> sent = metering.sent();
            assertThat(sent.get(sent.size() - 1)).isEqualTo(new Watermark(end - 1));

            metering.barrier();
            assertThat(metering.usage()).hasSize(1);
            assertThat(metering.observations()).hasSize(1);
        }
    }

    @Test
    void everythingIsSentBeforeABarrierAndAtTheEndOfTheLog() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, now, REPORT));
            metering.give(gateway.record(2, 1, now, REPORT));
            assertThat(metering.usage()).isEmpty();
            metering.barrier();
            assertThat(metering.onlyCount().lines()).isEqualTo(2);
        }
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, now, REPORT));
            metering.finish();
            assertThat(metering.usage()).hasSize(1);
        }
    }

    /** Reports that are refused bring ids too; they must not pile up. */
    @Test
    void idsOfRefusedReportsSendWhatIsHeldWhenThereAreTooMany() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(gateway.record(1, 0, now, REPORT));
            for (int report = 0; metering.usage().isEmpty() && report < 100; report++) {
                StringBuilder lines = new StringBuilder("[");
                for (int i = 0; i < 3_000; i++) {
                    String payer = "0x%040x".formatted(3_000 * report + i);
                    lines.append(new Lines()
                                    .withUsage("payer", Lines.quoted(payer))
                                    .json())
                            .append(',');
                }
                metering.give(gateway.record(2, report, now, lines + "]"));
            }
            assertThat(metering.usage()).hasSize(1);
            assertThat(metering.onlyCount().payer()).isEqualTo(Lines.PAYER);
        }
    }

    private UsageCount count(
            String pass, long minute, long period, long lines, long calls, long input, long output, long compute) {
        return new UsageCount(
                Lines.MODEL,
                Lines.PAYER,
                gateway.gateway(),
                pass,
                minute,
                period,
                lines,
                calls,
                input,
                output,
                compute);
    }

    private static UsageRecord heartbeat(int partition, long appendTimeMillis) {
        return heartbeat(partition, 0, appendTimeMillis);
    }

    private static UsageRecord heartbeat(int partition, long offset, long appendTimeMillis) {
        return new UsageRecord(partition, offset, appendTimeMillis, null, "x", null, true, new byte[] {1});
    }
}
