package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class SumDownstreamTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private static DownstreamUsage usage(long periodStartMillis, String token, long lines, long micro) {
        return new DownstreamUsage(
                periodStartMillis, "m", token, lines, MeterTotals.of(lines, 0, 0, 0), BigInteger.valueOf(micro));
    }

    @Test
    @SuppressWarnings("try") // nothing interrupts the test
    void eachPeriodHasOneRowPerTokenAndIsForgotten() throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SumDownstream(BOOKING)), DownstreamUsage::model, Types.STRING)) {
            harness.open();
            harness.processElement(usage(0, "t", 1, 5), 0);
            harness.processElement(usage(0, "t", 2, 6), 0);
            harness.processElement(usage(0, "u", 3, 7), 0);
            harness.processElement(usage(10_000, "t", 4, 8), 0);
            harness.processWatermark(9_999);
            assertThat(harness.extractOutputValues())
                    .containsExactlyInAnyOrder(usage(0, "t", 3, 11), usage(0, "u", 3, 7));
            harness.processWatermark(19_999);
            assertThat(harness.extractOutputValues()).hasSize(3).contains(usage(10_000, "t", 4, 8));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }
}
