package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class ChargedMinutesTest {
    private static final String TOKEN = "0x" + "70".repeat(20);
    private static final String OTHER_TOKEN = "0x" + "71".repeat(20);
    private static final BigInteger LARGE = BigInteger.ONE.shiftLeft(200).add(BigInteger.TEN);

    private final TypeSerializer<ChargedMinutes> serializer =
            TypeInformation.of(ChargedMinutes.class).createSerializer(new SerializerConfigImpl());

    @Test
    void minutesArriveAsTheyWereSent() throws Exception {
        ChargedMinutes minutes = new ChargedMinutes(
                "m",
                490_000,
                List.of(
                        minute(TOKEN, 29_400_005),
                        new ChargedMinute(
                                TOKEN,
                                Long.MIN_VALUE,
                                List.of("a", "b", "a"),
                                LARGE,
                                MeterTotals.of(BigInteger.ONE, LARGE, BigInteger.ZERO, BigInteger.TEN),
                                Long.MAX_VALUE)));
        assertThat(sent(minutes)).isEqualTo(minutes);
    }

    @Test
    void eachMinuteArrivesWithItsOwnToken() throws Exception {
        for (List<String> tokens : List.of(
                List.of(TOKEN, TOKEN, OTHER_TOKEN, OTHER_TOKEN, TOKEN), List.of("", "", TOKEN, "", "", TOKEN))) {
            List<ChargedMinute> minutes = IntStream.range(0, tokens.size())
                    .mapToObj(minute -> minute(tokens.get(minute), minute))
                    .toList();
            assertThat(sent(new ChargedMinutes("m", 1, minutes)).minutes()).isEqualTo(minutes);
        }
    }

    /** The tables of texts of sender and receiver know what came before, the records do not. */
    @Test
    void aRecordSaysItsFirstTokenWhateverCameBefore() throws Exception {
        for (String token : List.of(TOKEN, TOKEN, OTHER_TOKEN)) {
            ChargedMinutes minutes = new ChargedMinutes("m", 1, List.of(minute(token, 1)));
            assertThat(sent(minutes)).isEqualTo(minutes);
        }
    }

    private static ChargedMinute minute(String token, long minute) {
        return new ChargedMinute(token, minute, List.of("a"), BigInteger.TWO, MeterTotals.of(1, 2, 3, 4), 5);
    }

    private ChargedMinutes sent(ChargedMinutes minutes) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(minutes, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
