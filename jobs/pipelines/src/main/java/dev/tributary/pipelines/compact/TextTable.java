package dev.tributary.pipelines.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read lately, so that an id that comes again is the same String: made once, hashed once, and found equal
 * without a look at its characters. Each has one place, which a later one may take.
 */
public final class TextTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int PLACES = 1 << 12;

    private final byte[] @Nullable [] forms;
    private final @Nullable String[] texts;

    public TextTable() {
        this(PLACES);
    }

    /** @param places a power of two */
    public TextTable(int places) {
        forms = new byte[places][];
        texts = new String[places];
    }

    /** The text whose UTF-8 stands in a range. */
    public String text(byte[] bytes, int from, int to) {
        int place = hash(bytes, from, to) & (forms.length - 1);
        byte[] form = forms[place];
        String known = texts[place];
        if (form != null && known != null && Arrays.equals(bytes, from, to, form, 0, form.length)) {
            return known;
        }
        String text = new String(bytes, from, to - from, UTF_8);
        forms[place] = Arrays.copyOfRange(bytes, from, to);
        texts[place] = text;
        return text;
    }

    private static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ bytes[at]) * MIX;
        }
        return (int) (hash ^ (hash >>> 32));
    }
}
