package dev.tributary.pipelines.compact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Ids and the like within longer texts. */
public final class ByteRanges {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteRanges() {}

    /** Whether two ranges, which both arrays have, hold the same bytes; for ranges that are too short for more. */
    public static boolean areEqual(byte[] one, int oneFrom, byte[] other, int otherFrom, int length) {
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (one[oneFrom + i] != other[otherFrom + i]) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(one, oneFrom + i) != (long) LONGS.get(other, otherFrom + i)) {
                return false;
            }
        }
        return (long) LONGS.get(one, oneFrom + last) == (long) LONGS.get(other, otherFrom + last);
    }
}
