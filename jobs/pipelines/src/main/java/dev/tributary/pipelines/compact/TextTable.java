package dev.tributary.pipelines.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read lately, so that an id that comes again is the same String: made once, hashed once, and found equal
 * without a look at its characters. Each has one place, which a later one may take; there are more places when a third of
 * them is taken, up to a bound.
 */
public final class TextTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int PLACES = 1 << 9;
    private static final int MOST_PLACES = 1 << 15;

    private byte[] @Nullable [] forms;
    private @Nullable String[] texts;
    private int taken;

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
        int length = to - from;
        if (form != null
                && known != null
                && form.length == length
                && ByteRanges.areEqual(bytes, from, form, 0, length)) {
            return known;
        }
        String text = new String(bytes, from, length, UTF_8);
        forms[place] = Arrays.copyOfRange(bytes, from, to);
        texts[place] = text;
        taken += form == null ? 1 : 0;
        if (taken > forms.length / 3 && forms.length < MOST_PLACES) {
            grow();
        }
        return text;
    }

    private void grow() {
        byte[] @Nullable [] oldForms = forms;
        @Nullable String[] oldTexts = texts;
        forms = new byte[2 * oldForms.length][];
        texts = new String[forms.length];
        for (int old = 0; old < oldForms.length; old++) {
            byte[] form = oldForms[old];
            if (form != null) { // of two places, the old one or its counterpart in the new half: nothing meets there
                int place = hash(form, 0, form.length) & (forms.length - 1);
                forms[place] = form;
                texts[place] = oldTexts[old];
            }
        }
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
