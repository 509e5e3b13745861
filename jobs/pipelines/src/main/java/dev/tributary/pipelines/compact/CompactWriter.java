package dev.tributary.pipelines.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.Arrays;

/** Values written one after the other into bytes that are used again and again. Read by {@link CompactReader}. */
public class CompactWriter {
    static final int LONGS = 0;
    static final int LARGE = 1;
    private static final int MOST_BYTES_OF_NUMBER = 10;

    private byte[] bytes = new byte[1 << 9];
    private int length;

    public final void clear() {
        length = 0;
    }

    final byte[] bytes() {
        return bytes;
    }

    final int length() {
        return length;
    }

    public final byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** 7 bits a byte, the lowest first. */
    public final void putUnsigned(long value) {
        ensure(MOST_BYTES_OF_NUMBER);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Small whatever the sign. */
    public final void putSigned(long value) {
        putUnsigned((value << 1) ^ (value >> 63));
    }

    /** Bytes with their number before them. */
    public final void putBytes(byte[] value) {
        putUnsigned(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** As UTF-8. */
    public final void putText(String text) {
        putBytes(text.getBytes(UTF_8));
    }

    /** An integer of any size. */
    public final void putInteger(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            putUnsigned(LONGS);
            putSigned(value.longValue());
        } else {
            putUnsigned(LARGE);
            putBytes(value.toByteArray());
        }
    }

    public final void putMeters(MeterTotals meters) {
        if (meters.areLongs()) {
            putUnsigned(LONGS);
            putSigned(meters.callsLong());
            putSigned(meters.inputTokensLong());
            putSigned(meters.outputTokensLong());
            putSigned(meters.computeMillisLong());
            return;
        }
        putUnsigned(LARGE);
        putInteger(meters.calls());
        putInteger(meters.inputTokens());
        putInteger(meters.outputTokens());
        putInteger(meters.computeMillis());
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
