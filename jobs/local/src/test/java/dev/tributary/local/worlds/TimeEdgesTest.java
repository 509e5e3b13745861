package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.HandmadeWorld.GRACE;
import static dev.tributary.local.worlds.HandmadeWorld.HOUR;
import static dev.tributary.local.worlds.HandmadeWorld.MINUTE;
import static dev.tributary.local.worlds.HandmadeWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which period a line belongs to is a function of the log; each bound holds to the millisecond. */
final class TimeEdgesTest {
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN = 1_767_225_600_000L;

    private static final long DAY = 24 * HOUR;

    private final HandmadeWorld world = HandmadeWorld.from(DAWN - 8 * DAY);

    TimeEdgesTest() {
        world.register("0d");
    }

    @Test
    void aLineLateByTheGraceIsOnTimeAndOneMillisecondLaterIsPaidInTheNextPeriod() throws Exception {
        long lastOfThePeriod = DAWN + HOUR - 1;
        world.report(lastOfThePeriod + GRACE, line("0d", lastOfThePeriod, 3));
        world.report(lastOfThePeriod + GRACE + 1, line("0d", lastOfThePeriod, 4));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(starts(result)).containsExactly(DAWN, DAWN + HOUR);
        assertThat(owners(result)).containsExactly(3 * 98L, 4 * 98L);
    }

    @Test
    void aLineSixtySecondsAheadCountsAndOneSixtyOneSecondsAheadDoesNot() throws Exception {
        world.report(DAWN, line("0d", DAWN + 60_000), line("0d", DAWN + 60_001), line("0d", DAWN + 61_000));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(result.lines().counted()).isEqualTo(1);
        assertThat(result.lines().rejected()).containsOnly(Map.entry("FUTURE", 2L));
    }

    @Test
    void aLineThatIsAheadIsPaidInThePeriodInWhichItHappens() {
        world.report(DAWN + HOUR - 1, line("0d", DAWN + HOUR - 1), line("0d", DAWN + HOUR));
        assertThat(starts(world.settle())).containsExactly(DAWN, DAWN + HOUR);
    }

    @Test
    void aLineSevenDaysOldCountsAndOneMillisecondOlderDoesNot() throws Exception {
        world.report(DAWN, line("0d", DAWN - 7 * DAY), line("0d", DAWN - 7 * DAY - 1));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(result.lines().counted()).isEqualTo(1);
        assertThat(result.lines().rejected()).containsOnly(Map.entry("TOO_OLD", 1L));
        assertThat(starts(result)).containsExactly(DAWN - HOUR);
    }

    @Test
    void aBrokersClockThatStepsBackDoesNotOpenAPeriodAgain() throws Exception {
        world.report(DAWN + HOUR + GRACE, line("0d", DAWN + HOUR + MINUTE));
        // The partition's new leader has a clock half an hour behind.
        world.report(DAWN + 40 * MINUTE, line("0d", DAWN + 39 * MINUTE, 5), line("0d", DAWN + HOUR + 11 * MINUTE));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(starts(result)).containsExactly(DAWN + HOUR);
        assertThat(owners(result)).containsExactly(7 * 98L);
        assertThat(result.lines().rejected()).isEmpty();
    }

    @Test
    void periodsGoOnAcrossALeapDay() throws Exception {
        assertPeriods(
                "2028-02-28T23:59:59.999Z", "2028-02-29T00:00:00Z", "2028-02-29T23:59:59.999Z", "2028-03-01T00:00:00Z");
    }

    @Test
    void periodsGoOnAcrossTheEndOfAYear() throws Exception {
        assertPeriods("2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z");
    }

    private static void assertPeriods(String... instants) throws Exception {
        List<Long> times = List.of(instants).stream()
                .map(Instant::parse)
                .map(Instant::toEpochMilli)
                .toList();
        HandmadeWorld world = HandmadeWorld.from(times.get(0) - DAY);
        world.register("0d");
        times.forEach(time -> world.report(time, line("0d", time)));
        assertThat(starts(world.settleInThePipelineToo()))
                .containsExactlyElementsOf(
                        times.stream().map(time -> time - time % HOUR).toList());
    }

    @Test
    void aPartitionThatIsQuietButBeatsHoldsNothingBack() {
        HandmadeWorld two = twoPartitions();
        for (long time = DAWN; time <= DAWN + HOUR + GRACE; time += MINUTE) {
            two.heartbeat(1 - two.partition(), time);
        }
        assertThat(two.settle(Closing.LOGS).batches()).hasSize(1);
    }

    @Test
    void aPartitionWhoseHeartbeatsStopHoldsSettlementBackUntilTheyGoOn() {
        HandmadeWorld two = twoPartitions();
        two.heartbeat(1 - two.partition(), DAWN + HOUR + GRACE - 1);
        AuditResult held = two.settle(Closing.LOGS);
        assertThat(held.batches()).isEmpty();
        assertThat(held.lines().pending()).isEqualTo(1);
        two.heartbeat(1 - two.partition(), DAWN + HOUR + GRACE);
        assertThat(two.settle(Closing.LOGS).batches()).hasSize(1);
    }

    @Test
    void aPartitionThatNeverBeatHoldsSettlementBack() {
        assertThat(twoPartitions().settle(Closing.LOGS).batches()).isEmpty();
    }

    /** Usage in one of them, which goes on beating; the chain is far ahead. */
    private static HandmadeWorld twoPartitions() {
        HandmadeWorld two = HandmadeWorld.from(DAWN, 2);
        two.register("0d");
        two.report(DAWN + 1, line("0d", DAWN));
        two.heartbeat(two.partition(), DAWN + 2 * HOUR);
        two.at(DAWN + 3 * HOUR);
        two.chain.finalized();
        return two;
    }

    /** SavepointTest and EmptyLogsIT restart a job on such logs. */
    @Test
    void logsWithoutARecordSettleNothingAndArePaidFromTheirFirstOnes() throws Exception {
        HandmadeWorld empty = HandmadeWorld.empty();
        assertThat(empty.settle().batches()).isEmpty();
        empty.heartbeat(0, DAWN);
        assertThat(empty.settle().batches()).isEmpty();
        empty.begin(DAWN);
        empty.register("0d");
        empty.report(DAWN + HOUR, line("0d", DAWN + HOUR));
        AuditResult result = empty.settleInThePipelineToo();
        assertThat(starts(result)).containsExactly(DAWN + HOUR);
        assertThat(owners(result)).containsExactly(98L);
    }

    private static List<Long> starts(AuditResult result) {
        return result.batches().stream().map(AuditedBatch::periodStartMillis).toList();
    }

    /** Hundredths of a base unit per batch. */
    private static List<Long> owners(AuditResult result) {
        return result.batches().stream()
                .map(batch -> HandmadeWorld.hundredths(batch).getOrDefault(HandmadeWorld.account("0d"), 0L))
                .toList();
    }
}
