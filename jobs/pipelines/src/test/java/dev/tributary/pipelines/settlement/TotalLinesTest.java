package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.Tally;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class TotalLinesTest {

    @Test
    @SuppressWarnings("try") // nothing interrupts the test
    void totalsAreSentOnceASecondWhileTheyChangeAndAtTheEnd() throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new TotalLines()), tally -> 1L, Types.LONG)) {
            harness.open();
            harness.setProcessingTime(500);
            harness.processElement(Tally.reported(7), 0);
            harness.processElement(Tally.counted(3), 0);
            harness.processElement(Tally.rejected("TOO_OLD", 2), 0);
            harness.processElement(Tally.duplicate(4), 0);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(1_000);
            assertThat(harness.extractOutputValues())
                    .containsExactlyInAnyOrder(
                            new LineTotal("reported", 11),
                            new LineTotal("duplicate", 4),
                            new LineTotal("counted", 3),
                            new LineTotal("rejected.TOO_OLD", 2));
            harness.setProcessingTime(9_000);
            assertThat(harness.extractOutputValues()).hasSize(4);
            harness.processElement(Tally.counted(2), 0);
            harness.processWatermark(Long.MAX_VALUE);
            assertThat(harness.extractOutputValues()).hasSize(8).contains(new LineTotal("counted", 5));
        }
    }
}
