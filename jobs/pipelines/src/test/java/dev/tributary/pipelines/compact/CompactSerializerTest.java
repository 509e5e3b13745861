package dev.tributary.pipelines.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import java.io.IOException;
import java.math.BigInteger;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class CompactSerializerTest {
    private static final BigInteger LARGE = BigInteger.ONE.shiftLeft(200).add(BigInteger.TEN);

    /** One of everything. */
    record Everything(String text, long unsigned, long signed, BigInteger integer, MeterTotals meters, String bytes) {}

    /** Public, as a savepoint asks for. */
    public static final class EverythingSerializer extends CompactSerializer<Everything> {
        private static final long serialVersionUID = 1L;

        public EverythingSerializer() {
            super(Everything.class, 1);
        }

        @Override
        protected void write(Everything value, CompactWriter out) {
            out.putText(value.text);
            out.putUnsigned(value.unsigned);
            out.putSigned(value.signed);
            out.putInteger(value.integer);
            out.putMeters(value.meters);
            out.putBytes(value.bytes.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }

        @Override
        protected Everything read(CompactReader in, TextTable texts) {
            return new Everything(
                    in.text(texts),
                    in.unsigned(),
                    in.signed(),
                    in.integer(),
                    in.meters(),
                    new String(in.byteArray(), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    private final TypeSerializer<Everything> serializer = new EverythingSerializer();

    @Test
    void whatIsWrittenIsReadAgainAtEveryExtreme() throws Exception {
        long[] numbers = {0, 1, 127, 128, 1L << 53, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        BigInteger[] integers = {
            BigInteger.ZERO,
            BigInteger.ONE.negate(),
            BigInteger.valueOf(Long.MAX_VALUE),
            BigInteger.valueOf(Long.MIN_VALUE),
            BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
            LARGE,
            LARGE.negate()
        };
        String[] texts = {"", "0x" + "ab".repeat(32), "\u00e9\u20ac\uD83D\uDE00", "x".repeat(5_000)};
        for (long number : numbers) {
            for (BigInteger integer : integers) {
                for (String text : texts) {
                    Everything value = new Everything(
                            text,
                            number,
                            number,
                            integer,
                            MeterTotals.of(integer, LARGE, integer, integer),
                            text.substring(text.length() / 2).replaceAll("[^ -~]", ""));
                    assertThat(copy(value)).isEqualTo(value);
                    assertThat(copy(value).meters()).isEqualTo(value.meters());
                }
            }
        }
        Everything small = new Everything("a", 1, 1, BigInteger.ONE, MeterTotals.of(1, 2, 3, Long.MAX_VALUE), "b");
        assertThat(copy(small)).isEqualTo(small);
    }

    @Test
    void aTextThatComesAgainIsTheSameString() throws Exception {
        Everything value = new Everything("again", 1, 1, BigInteger.ONE, MeterTotals.ZERO, "");
        assertThat(copy(value).text()).isSameAs(copy(value).text()).isNotSameAs(value.text());
    }

    @Test
    void aSavepointMakesTheSerialiserAgain() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<Everything> read = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
        assertThat(read.restoreSerializer()).isEqualTo(serializer).isNotSameAs(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(read)
                        .isCompatibleAsIs())
                .isTrue();
        TypeSerializer<MeterTotals> other = new MeterTotalsSerializer();
        assertThat(other.duplicate().snapshotConfiguration().getClass()).isEqualTo(CompactSerializerSnapshot.class);
    }

    private Everything copy(Everything value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
        return serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
    }
}
