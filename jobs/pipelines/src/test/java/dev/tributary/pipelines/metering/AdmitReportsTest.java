package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares that closing it may throw anything
final class AdmitReportsTest {
    private static final String GATEWAY = "0x" + "9f".repeat(20);
    private static final byte[] USAGE = {1, 2, 3};

    @Test
    void anAcceptedReportGoesOnWithItsUsageAndGivesItsRefusedLines() throws Exception {
        try (var admission = open(null)) {
            give(
                    admission,
                    report(GATEWAY, 1, "a", refusedLine("LINE_INVALID"), refusedLine("FUTURE"), refusedLine("FUTURE")));

            assertThat(admission.extractOutputValues())
                    .extracting(MeteredReport::usage)
                    .containsExactly(USAGE);
            assertThat(side(admission, AdmitReports.REJECTED))
                    .extracting(UsageRejected::reason)
                    .containsExactly("LINE_INVALID", "FUTURE", "FUTURE");
            assertThat(side(admission, AdmitReports.TALLIES))
                    .containsExactly(
                            Tally.accepted(5_000, 10, Map.of(2L, 3L), Map.of("FUTURE", 2L, "LINE_INVALID", 1L)));
        }
    }

    @Test
    void theSameReportAgainIsADuplicateAndRefusesNothing() throws Exception {
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, 1, "a", refusedLine("FUTURE")));
            give(admission, report(GATEWAY, 1, "a", refusedLine("FUTURE")));

            assertThat(admission.extractOutputValues()).hasSize(1);
            assertThat(side(admission, AdmitReports.REJECTED)).hasSize(1);
            assertThat(side(admission, AdmitReports.TALLIES)).contains(Tally.duplicate(5_000, 10));
        }
    }

    @Test
    void anotherReportUnderAUsedSequenceIsAConflictForAllItsLines() throws Exception {
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, 1, "a"));
            give(admission, report(GATEWAY, 1, "b", refusedLine("FUTURE")));

            assertThat(admission.extractOutputValues()).hasSize(1);
            assertThat(side(admission, AdmitReports.REJECTED)).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo("SEQUENCE_CONFLICT");
                assertThat(rejected.lines()).isEqualTo(10);
                assertThat(rejected.gateway()).isEqualTo(GATEWAY);
                assertThat(rejected.sequence()).isEqualTo("1");
                assertThat(rejected.partition()).isEqualTo(3);
                assertThat(rejected.offset()).isEqualTo(99);
                assertThat(rejected.text()).isEqualTo("[b]");
            });
            assertThat(side(admission, AdmitReports.TALLIES)).endsWith(Tally.refused(5_000, "SEQUENCE_CONFLICT", 10));
        }
    }

    @Test
    void aReportThatWasOvertakenIsStaleAlsoWhenItsSequenceIsUnsigned() throws Exception {
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, -2, "a"));
            give(admission, report(GATEWAY, Long.MAX_VALUE, "b"));
            give(admission, report(GATEWAY, -1, "c"));

            assertThat(admission.extractOutputValues()).hasSize(2);
            assertThat(side(admission, AdmitReports.REJECTED))
                    .extracting(UsageRejected::reason)
                    .containsExactly("SEQUENCE_STALE");
        }
    }

    @Test
    void aRefusedReportDoesNotUseUpASequence() throws Exception {
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, 5, "a"));
            give(admission, report(GATEWAY, 4, "b"));
            give(admission, report(GATEWAY, 4, "b"));
            give(admission, report(GATEWAY, 6, "c"));
            assertThat(admission.extractOutputValues()).hasSize(2);
            assertThat(side(admission, AdmitReports.REJECTED)).hasSize(2);
        }
    }

    @Test
    void gatewaysHaveTheirOwnSequences() throws Exception {
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, 5, "a"));
            give(admission, report("0x" + "11".repeat(20), 0, "b"));
            assertThat(admission.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void duplicatesAreKnownAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (var admission = open(null)) {
            give(admission, report(GATEWAY, 1, "a"));
            give(admission, report(GATEWAY, 2, "b"));
            state = admission.snapshot(1, 1);
        }
        try (var admission = open(state)) {
            give(admission, report(GATEWAY, 1, "a"));
            give(admission, report(GATEWAY, 2, "x"));
            give(admission, report(GATEWAY, 3, "c"));
            assertThat(admission.extractOutputValues()).hasSize(1);
            assertThat(side(admission, AdmitReports.TALLIES)).startsWith(Tally.duplicate(5_000, 10));
            assertThat(side(admission, AdmitReports.REJECTED))
                    .extracting(UsageRejected::reason)
                    .containsExactly("SEQUENCE_CONFLICT");
        }
    }

    @Test
    void stateOfAGatewayIsConstantHoweverManyReportsItSends() throws Exception {
        long after64 = stateSizeAfter(64);
        assertThat(stateSizeAfter(2_000)).isEqualTo(after64);
        assertThat(after64).isLessThan(8_192);
    }

    private static long stateSizeAfter(int reports) throws Exception {
        try (var admission = open(null)) {
            for (int i = 0; i < reports; i++) {
                give(admission, report(GATEWAY, i, "report " + i));
            }
            return admission.snapshot(1, 1).getStateSize();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, MeteredReport, MeteredReport> open(
            @Nullable OperatorSubtaskState state) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AdmitReports(SignedReports.settings())),
                MeteredReport::gateway,
                Types.STRING);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void give(
            KeyedOneInputStreamOperatorTestHarness<String, MeteredReport, MeteredReport> harness, MeteredReport report)
            throws Exception {
        harness.processElement(report, 0);
    }

    private static <T> List<T> side(
            KeyedOneInputStreamOperatorTestHarness<String, MeteredReport, MeteredReport> harness, OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    private static MeteredReport report(String gateway, long sequence, String content, UsageRejected... refusedLines) {
        byte[] value = ("[" + content + "]").getBytes(UTF_8);
        return new MeteredReport(
                gateway,
                sequence,
                SignedReports.sha256(value),
                3,
                99,
                5_000,
                10,
                Map.of(2L, 3L),
                USAGE,
                List.of(refusedLines),
                value);
    }

    private static UsageRejected refusedLine(String reason) {
        return new UsageRejected(
                1, reason, "why", "t", 3, 99L, GATEWAY, "1", 0, null, null, null, null, null, null, null, "{}", null);
    }
}
