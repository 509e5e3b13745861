package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.royalties.ChargedMinute;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class MinuteSummariesTest {
    private static final BigInteger LARGE = BigInteger.ONE.shiftLeft(200);
    private static final MinuteSummary OBSERVED =
            MinuteSummary.of(new UsageObservation(8, 0, 3, 1, Latencies.of(new long[] {7, 300})));

    @Test
    void summariesAreReadAsTheyWereWritten() throws Exception {
        MinuteSummaries summaries = new MinuteSummaries(List.of(
                charged(Long.MIN_VALUE, "token", 1),
                charged(7, "token", 2),
                OBSERVED,
                charged(9, "token", 3),
                charged(10, "other token", 4).plus(MinuteSummary.of(new UsageObservation(10, 0, 1, 0, new byte[1]))),
                charged(Long.MAX_VALUE, "other token", Long.MAX_VALUE)));
        assertThat(copy(summaries)).usingRecursiveComparison().isEqualTo(summaries);
        assertThat(copy(MinuteSummaries.NONE)).isEqualTo(MinuteSummaries.NONE);
    }

    @Test
    void whatWaitsIsReadAsItWasWritten() throws Exception {
        for (OpenMinute open :
                List.of(new OpenMinute(-1, OBSERVED), new OpenMinute(1L << 50, charged(9, "token", 1)))) {
            assertThat(copy(open)).usingRecursiveComparison().isEqualTo(open);
        }
    }

    @Test
    void changesAreAddedToTheirMinutesWhichStayInOrder() {
        MinuteSummaries known = new MinuteSummaries(List.of(charged(7, "token", 2), OBSERVED));
        MinuteSummaries now =
                known.plus(List.of(charged(9, "token", 1), charged(8, "other token", 5), charged(6, "token", 1)));
        assertThat(now.minutes()).extracting(MinuteSummary::minute).containsExactly(6L, 7L, 8L, 9L);
        assertThat(now.minutes().get(2)).satisfies(minute -> {
            assertThat(minute.token()).isEqualTo("other token");
            assertThat(minute.lines()).isEqualTo(5);
            assertThat(minute.observedLines()).isEqualTo(3);
            assertThat(minute.errorLines()).isEqualTo(1);
        });
        assertThat(known.minutes())
                .as("nobody changes what may be in a snapshot")
                .hasSize(2);
    }

    /** What is observed has none. */
    @Test
    void theTokenIsThatOfTheLastCharge() {
        MinuteSummary sum =
                MinuteSummary.sum(List.of(OBSERVED, charged(8, "token", 1), charged(8, "other token", 2), OBSERVED));
        assertThat(sum.token()).isEqualTo("other token");
        assertThat(sum.lines()).isEqualTo(3);
        assertThat(sum.meters()).isEqualTo(MeterTotals.of(3, 3, 3, 3));
        assertThat(sum.revenueMicro()).isEqualTo(LARGE.shiftLeft(1));
        assertThat(Payers.count(sum.payers())).isEqualTo(2);
        assertThat(sum.observedLines()).isEqualTo(6);
    }

    private static MinuteSummary charged(long minute, String token, long lines) {
        return MinuteSummary.of(new ChargedMinute(
                token, minute, List.of("payer of " + token), LARGE, MeterTotals.of(lines, lines, lines, lines), lines));
    }

    @SuppressWarnings("unchecked") // a copy of the same class
    private static <T> T copy(T value) throws Exception {
        TypeSerializer<T> serializer =
                (TypeSerializer<T>) TypeInformation.of(value.getClass()).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
