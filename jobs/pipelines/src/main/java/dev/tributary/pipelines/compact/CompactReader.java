package dev.tributary.pipelines.compact;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.Arrays;

/** Reads what {@link CompactWriter} wrote, value by value. */
public class CompactReader {
    private byte[] bytes = {};
    private int at;

    /** @param compact is read from its beginning and not copied */
    public final void reset(byte[] compact) {
        bytes = compact;
        at = 0;
    }

    public final boolean hasNext() {
        return at < bytes.length;
    }

    public final long unsigned() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    public final long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    public final byte[] byteArray() {
        int length = (int) unsigned();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** @param texts where texts that come again are found */
    public final String text(TextTable texts) {
        int length = (int) unsigned();
        at += length;
        return texts.text(bytes, at - length, at);
    }

    public final BigInteger integer() {
        return unsigned() == CompactWriter.LONGS ? BigInteger.valueOf(signed()) : new BigInteger(byteArray());
    }

    public final MeterTotals meters() {
        return unsigned() == CompactWriter.LONGS
                ? MeterTotals.of(signed(), signed(), signed(), signed())
                : MeterTotals.of(integer(), integer(), integer(), integer());
    }

    /** What is next, for a caller that reads it from the bytes. */
    protected final int offset() {
        return at;
    }

    protected final byte[] bytes() {
        return bytes;
    }

    protected final void skip(int length) {
        at += length;
    }
}
