package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link MeterReports} makes of sequences, and that it knows them wherever it goes on. */
final class SequenceRuleTest {
    private static final SignedReports GATEWAY = gatewayIn(0);
    private static final SignedReports OTHER = gatewayIn(1);
    private static final long NOW = Lines.TIME.toEpochMilli() + 5_000;
    private static final long PERIOD = Lines.TIME.toEpochMilli() / SignedReports.PERIOD;
    private static final String BAD = new Lines().without("id").json();
    private static final String EARLY =
            new Lines().at(Lines.TIME.plusSeconds(3_600)).json();
    private static final int MOST_KEY_GROUPS = 128;

    private static SignedReports gatewayIn(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new SignedReports("gateway " + i))
                .filter(gateway -> gateway.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAcceptedReportGoesOnWithItsUsageAndGivesItsRefusedLines() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 1, Lines.line(), BAD, EARLY, Lines.line(), EARLY));

            assertThat(metering.lines()).isEqualTo(2);
            assertThat(metering.reasons()).containsExactly("LINE_INVALID", "FUTURE", "FUTURE");
            assertThat(metering.tallies())
                    .containsExactly(
                            Tally.accepted(NOW, 5, Map.of(PERIOD, 2L), Map.of("FUTURE", 2L, "LINE_INVALID", 1L)));
        }
    }

    @Test
    void theSameReportAgainIsADuplicateAndRefusesNothing() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 1, Lines.line(), BAD));
            metering.give(record(GATEWAY, 1, Lines.line(), BAD));

            assertThat(metering.lines()).isEqualTo(1);
            assertThat(metering.rejected()).hasSize(1);
            assertThat(metering.tallies()).hasSize(2).endsWith(Tally.duplicate(NOW, 2));
        }
    }

    @Test
    void anotherReportUnderAUsedSequenceIsAConflictForAllItsLines() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 1, Lines.line()));
            metering.give(GATEWAY.record(1, 99, NOW, Lines.report(BAD, Lines.line(), Lines.line())));

            assertThat(metering.lines()).isEqualTo(1);
            assertThat(metering.rejected()).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo("SEQUENCE_CONFLICT");
                assertThat(rejected.lines()).isEqualTo(3);
                assertThat(rejected.gateway()).isEqualTo(GATEWAY.gateway());
                assertThat(rejected.sequence()).isEqualTo("1");
                assertThat(rejected.partition()).isEqualTo(GATEWAY.partition());
                assertThat(rejected.offset()).isEqualTo(99);
                assertThat(rejected.index()).isNull();
                assertThat(rejected.text()).isEqualTo(Lines.report(BAD, Lines.line(), Lines.line()));
            });
            assertThat(metering.tallies()).hasSize(2).endsWith(Tally.refused(NOW, "SEQUENCE_CONFLICT", 3));
        }
    }

    @Test
    void aReportThatWasOvertakenIsStaleAlsoWhenItsSequenceIsUnsigned() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, -2, Lines.line()));
            metering.give(record(GATEWAY, Long.MAX_VALUE, Lines.line()));
            metering.give(record(GATEWAY, -1, Lines.line()));

            assertThat(metering.lines()).isEqualTo(2);
            assertThat(metering.reasons()).containsExactly("SEQUENCE_STALE");
        }
    }

    @Test
    void aRefusedReportDoesNotUseUpASequence() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 5, Lines.line()));
            metering.give(record(GATEWAY, 4, Lines.line()));
            metering.give(record(GATEWAY, 4, Lines.line()));
            metering.give(record(GATEWAY, 6, Lines.line()));
            assertThat(metering.lines()).isEqualTo(2);
            assertThat(metering.reasons()).containsExactly("SEQUENCE_STALE", "SEQUENCE_STALE");
        }
    }

    @Test
    void aMalformedReportIsRefusedAsSuchWhateverItsSequenceAndDoesNotUseItUp() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 5, Lines.line()));
            for (long sequence : new long[] {4, 5, 6}) {
                metering.give(GATEWAY.record(sequence, 0, NOW, "[" + Lines.line() + ",]"));
            }
            metering.give(record(GATEWAY, 6, Lines.line()));
            assertThat(metering.lines()).isEqualTo(2);
            assertThat(metering.reasons()).containsExactly("MALFORMED_JSON", "MALFORMED_JSON", "MALFORMED_JSON");
        }
    }

    @Test
    void gatewaysHaveTheirOwnSequences() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 5, Lines.line()));
            metering.give(record(OTHER, 0, Lines.line()));
            assertThat(metering.lines()).isEqualTo(2);
        }
    }

    @Test
    void duplicatesAreKnownAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 1, Lines.line()));
            metering.give(record(GATEWAY, 2, Lines.line()));
            state = metering.snapshot();
        }
        try (MeteringHarness metering = new MeteringHarness(1, 0, state)) {
            metering.give(record(GATEWAY, 1, Lines.line()));
            metering.give(record(GATEWAY, 2, Lines.line(), Lines.line()));
            metering.give(record(GATEWAY, 3, Lines.line()));
            assertThat(metering.lines()).isEqualTo(1);
            assertThat(metering.tallies()).startsWith(Tally.duplicate(NOW, 1));
            assertThat(metering.reasons()).containsExactly("SEQUENCE_CONFLICT");
        }
    }

    /** Two gateways in two partitions, which are read by other subtasks after the restart than before it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aWindowGoesWithItsPartitionToWhateverSubtaskReadsIt(int parallelism) throws Exception {
        OperatorSubtaskState all;
        try (MeteringHarness one = new MeteringHarness(2, 0, null);
                MeteringHarness two = new MeteringHarness(2, 1, null)) {
            one.give(record(GATEWAY, 7, Lines.line()));
            one.give(record(GATEWAY, 9, Lines.line()));
            two.give(record(OTHER, 3, Lines.line()));
            two.give(record(OTHER, 5, Lines.line()));
            all = AbstractStreamOperatorTestHarness.repackageState(one.snapshot(), two.snapshot());
        }
        for (int subtask = 0; subtask < parallelism; subtask++) {
            try (MeteringHarness metering = restore(all, 2, parallelism, subtask)) {
                metering.give(record(OTHER, 5, Lines.line()));
                metering.give(record(OTHER, 4, Lines.line()));
                metering.give(record(GATEWAY, 9, Lines.line()));
                metering.give(record(GATEWAY, 7, Lines.line(), Lines.line()));
                metering.give(record(GATEWAY, 8, Lines.line()));
                assertThat(metering.lines()).isZero();
                assertThat(metering.reasons()).containsExactly("SEQUENCE_STALE", "SEQUENCE_CONFLICT", "SEQUENCE_STALE");
                assertThat(metering.tallies()).contains(Tally.duplicate(NOW, 1));

                metering.give(record(GATEWAY, 10, Lines.line()));
                metering.give(record(OTHER, 6, Lines.line()));
                assertThat(metering.lines()).isEqualTo(2);
            }
        }
    }

    @Test
    void whatNobodyHasReadSinceARestartIsPassedOnOnce() throws Exception {
        OperatorSubtaskState state;
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 7, Lines.line()));
            metering.give(record(OTHER, 3, Lines.line()));
            state = metering.snapshot();
        }
        int before = 1;
        for (int parallelism : new int[] {4, 1, 3, 2}) {
            state = restart(state, before, parallelism);
            before = parallelism;
            assertThat(windows(state)).as("at " + parallelism).isEqualTo(2);
        }
        try (MeteringHarness metering = restore(state, before, 1, 0)) {
            metering.give(record(GATEWAY, 7, Lines.line()));
            metering.give(record(OTHER, 2, Lines.line()));
            assertThat(metering.tallies())
                    .containsExactly(Tally.duplicate(NOW, 1), Tally.refused(NOW, "SEQUENCE_STALE", 1));
        }
    }

    /** Partition 0 is read by subtask 1, while subtask 0 has what was known of it in trust. */
    @Test
    void ofWhatTwoSubtasksRememberTheLaterCountsAndThereAreNeverMore() throws Exception {
        OperatorSubtaskState state;
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.give(record(GATEWAY, 0, Lines.line()));
            state = metering.snapshot();
        }
        int before = 1;
        for (long sequence = 1; sequence <= 80; sequence++) {
            try (MeteringHarness trusted = restore(state, before, 2, 0);
                    MeteringHarness reading = restore(state, before, 2, 1)) {
                reading.give(record(GATEWAY, sequence - 1, Lines.line()));
                assertThat(reading.tallies()).containsExactly(Tally.duplicate(NOW, 1));
                reading.give(record(GATEWAY, sequence, Lines.line()));
                assertThat(reading.lines()).isEqualTo(1);
                OperatorSubtaskState[] both = {trusted.snapshot(), reading.snapshot()};
                state = AbstractStreamOperatorTestHarness.repackageState(
                        sequence % 2 == 0 ? both : new OperatorSubtaskState[] {both[1], both[0]});
            }
            before = 2;
            assertThat(windows(state)).isEqualTo(2);
        }
    }

    @Test
    void stateOfAGatewayIsConstantHoweverManyReportsItSends() throws Exception {
        long after64 = stateSizeAfter(64);
        assertThat(stateSizeAfter(120)).isEqualTo(after64);
        assertThat(after64).isLessThan(4_096);
    }

    private static long stateSizeAfter(int reports) throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            for (int i = 0; i < reports; i++) {
                metering.give(record(GATEWAY, i, Lines.line()));
            }
            return metering.snapshot().getStateSize();
        }
    }

    /** Every subtask comes up, reads nothing, and takes part in a checkpoint. */
    private static OperatorSubtaskState restart(OperatorSubtaskState state, int before, int parallelism)
            throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            try (MeteringHarness metering = restore(state, before, parallelism, subtask)) {
                states.add(metering.snapshot());
            }
        }
        return AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
    }

    private static MeteringHarness restore(OperatorSubtaskState all, int before, int parallelism, int subtask)
            throws Exception {
        return new MeteringHarness(
                parallelism,
                subtask,
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        all, MOST_KEY_GROUPS, before, parallelism, subtask));
    }

    private static long windows(OperatorSubtaskState state) {
        long windows = 0;
        for (OperatorStateHandle handle : state.getManagedOperatorState()) {
            OperatorStateHandle.StateMetaInfo meta =
                    handle.getStateNameToPartitionOffsets().get(MeterReports.WINDOW_STATE);
            windows += meta == null ? 0 : Arrays.stream(meta.getOffsets()).count();
        }
        return windows;
    }

    private static UsageRecord record(SignedReports gateway, long sequence, String... lines) {
        return gateway.record(sequence, 0, NOW, Lines.report(lines));
    }
}
