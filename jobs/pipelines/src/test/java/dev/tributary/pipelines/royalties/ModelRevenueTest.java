package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class ModelRevenueTest {
    private static final BigInteger LARGE = BigInteger.ONE.shiftLeft(200).add(BigInteger.TEN);

    private final ModelRevenueWriter writer = new ModelRevenueWriter();
    private final TypeSerializer<ModelRevenue> serializer =
            TypeInformation.of(ModelRevenue.class).createSerializer(new SerializerConfigImpl());

    private static MinuteRevenue minute(String token, long minute) {
        return new MinuteRevenue(
                token, minute, new RevenueSum(BigInteger.TWO, new UsageSum(MeterTotals.of(1, 2, 3, 4), 5)));
    }

    private List<MinuteRevenue> sent(List<MinuteRevenue> minutes) throws Exception {
        minutes.forEach(minute -> writer.put(minute.token(), minute.minute(), minute.sum()));
        assertThat(writer.minutes()).isEqualTo(minutes.size());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(writer.take("m", -7), out);
        ModelRevenue received = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(received.model()).isEqualTo("m");
        assertThat(received.period()).isEqualTo(-7);
        List<MinuteRevenue> unpacked = new ArrayList<>();
        received.unpackInto(unpacked, new TextTable());
        return unpacked;
    }

    @Test
    void everyMinuteArrivesAsItWasSent() throws Exception {
        List<MinuteRevenue> minutes = new ArrayList<>();
        for (String token : List.of("", "t", "0x" + "70".repeat(20), "\u00e9\u20ac", "t", "")) {
            for (long minute : new long[] {0, 1, -1, 29_000_000, Long.MAX_VALUE, Long.MIN_VALUE, 3}) {
                minutes.add(minute(token, minute));
                minutes.add(new MinuteRevenue(
                        token,
                        minute,
                        new RevenueSum(
                                LARGE.negate(),
                                new UsageSum(MeterTotals.of(LARGE, BigInteger.ONE, LARGE, LARGE), Long.MAX_VALUE))));
            }
        }
        assertThat(sent(minutes)).isEqualTo(minutes);
    }

    @Test
    void aRecordDoesNotDependOnTheOneBefore() throws Exception {
        for (String token : List.of("t", "t", "u", "t")) {
            List<MinuteRevenue> minutes = List.of(minute(token, 29_000_000), minute(token, 29_000_001));
            assertThat(sent(minutes)).isEqualTo(minutes);
        }
    }
}
