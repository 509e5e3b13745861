package dev.tributary.settlement.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job of minutes, hours and ten minutes of grace, over two partitions. */
final class ObservedSettingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-01-01T01:00:00Z");
    private static final long END_MILLIS = END.toEpochMilli();
    private static final String REGISTRY = "0x" + "a2".repeat(20);
    private static final long MINUTE = 60_000;
    private static final ObservedSettings OBSERVED = new ObservedSettings(
            List.of(new PeriodEnd(1, START, END, List.of(2L, -1L))), List.of(START.plusSeconds(60)), REGISTRY);

    private static MeteringSettings settings(long grainMillis, long periodMillis, int partitions, String registry) {
        return new MeteringSettings(
                "usage.reported.v1", partitions, 1, registry, grainMillis, periodMillis, 10 * MINUTE, true);
    }

    private static void assertRefused(MeteringSettings settings, String message) {
        assertThatThrownBy(() -> OBSERVED.require(settings))
                .hasMessage(message + " Give `trace` the values that RoyaltyJob runs with.")
                .isInstanceOfSatisfying(
                        SettlementException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFIG_INVALID));
    }

    @Test
    void theJobsOwnSettingsPass() {
        assertThatCode(() -> OBSERVED.require(settings(MINUTE, 60 * MINUTE, 2, REGISTRY)))
                .doesNotThrowAnyException();
    }

    @Test
    void whereNothingIsKnownYetNothingIsRefused() {
        assertThatCode(() -> new ObservedSettings(List.of(), List.of(), null)
                        .require(settings(7, 7, 9, "0x" + "b2".repeat(20))))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherPeriodIsRefused() {
        assertRefused(
                settings(MINUTE, 5 * MINUTE, 2, REGISTRY),
                "`settlement.period` is 5m here, but epoch 1 is of the 1h from 2026-01-01T00:00:00Z.");
    }

    @Test
    void anotherNumberOfPartitionsIsRefused() {
        assertRefused(
                settings(MINUTE, 60 * MINUTE, 3, REGISTRY),
                "`usage.partitions` is 3 here, but epoch 1 was sealed over 2 partitions.");
    }

    @Test
    void aGrainThatIsTooCoarseIsRefused() {
        assertRefused(
                settings(2 * MINUTE, 60 * MINUTE, 2, REGISTRY),
                "`rating.grain` is 2m here, but the tables have a minute that starts at 2026-01-01T00:01:00Z.");
    }

    @Test
    void anotherRegistryIsRefused() {
        assertRefused(
                settings(MINUTE, 60 * MINUTE, 2, "0x" + "b2".repeat(20)),
                "`contract.gateway-registry` is 0x" + "b2".repeat(20) + " here, but the chain's log is of the registry "
                        + REGISTRY + ".");
    }

    /** Offset 2 passes the end, ten minutes and one second behind it; offset 1 was nine minutes and a half behind. */
    private static GraceCheck read(int partition) {
        GraceCheck grace = OBSERVED.grace(partition);
        grace.look(0, END_MILLIS + 570_000);
        grace.look(1, END_MILLIS);
        grace.look(2, END_MILLIS + 601_000);
        grace.look(3, END_MILLIS + 900_000);
        return grace;
    }

    @Test
    void theGraceIsComparedWithTheRecordsThatPassedTheEndsOfPeriods() {
        for (long fits : List.of(570_001L, 600_000L, 601_000L)) {
            assertThatCode(() -> read(0).require(fits)).doesNotThrowAnyException();
        }
        for (long other : List.of(0L, 570_000L, 601_001L)) {
            assertThatThrownBy(() -> read(0).require(other))
                    .hasMessageContaining(
                            " here, but partition 0 passed the ends of sealed periods with a grace of more"
                                    + " than 9m30s, and 10m1s at most. Give `trace`")
                    .isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                            .isEqualTo(Problem.CONFIG_INVALID));
        }
    }

    @Test
    void ofAPartitionThatBeganAfterTheEndOnlyTheMostIsKnown() {
        GraceCheck grace = new GraceCheck(0, List.of(new PeriodEnd(1, START, END, List.of(0L))));
        grace.look(0, END_MILLIS + 1_000);
        grace.require(0);
        grace.require(1_000);
        assertThatThrownBy(() -> grace.require(1_001))
                .hasMessage("`settlement.grace` is 1s1ms here, but partition 0 passed the ends of sealed periods with a"
                        + " grace of 1s at most. Give `trace` the values that RoyaltyJob runs with.");
    }

    @Test
    void aPartitionOrALogThatDidNotReachTheEndTellsNothing() {
        read(1).require(5);
        read(7).require(5);
        GraceCheck cut = OBSERVED.grace(0);
        cut.look(0, END_MILLIS);
        cut.look(1, END_MILLIS + 1);
        cut.require(5);
        GraceCheck holed = OBSERVED.grace(0);
        holed.look(1, END_MILLIS);
        holed.look(3, END_MILLIS + 900_000);
        holed.require(0);
    }

    @Test
    void aLogThatFitsNoGraceIsAnotherOne() {
        GraceCheck early = OBSERVED.grace(0);
        early.look(2, END_MILLIS - 1);
        assertThatThrownBy(() -> early.require(0))
                .hasMessageStartingWith("The log that was read is not the one that was settled: in partition 0 ");
        GraceCheck still = OBSERVED.grace(0);
        still.look(1, END_MILLIS + 600_000);
        still.look(2, END_MILLIS + 600_000);
        assertThatThrownBy(() -> still.require(600_000))
                .hasMessageStartingWith("The log that was read is not the one that was settled: in partition 0 ");
    }
}
