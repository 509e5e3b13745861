package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tributary.pipelines.metering.json.JsonBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers for the ids that lines repeat (models, payers, passes), so that a report is collapsed on numbers and an
 * id becomes a String once, not once per line. Kept from report to report up to a bound.
 *
 * <p>Only well-formed ids are given in; they may differ in case, and the same id in any case has the same number.
 */
final class NameTable {
    static final int UNKNOWN = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int MOST_KEPT = 1 << 14;
    private static final int LEAST_FORMS = 1 << 10;

    /** Ids as they were written, each with the number of the id in lower case. */
    private byte[][] forms = new byte[LEAST_FORMS][];

    private int[] numberOfForm = new int[LEAST_FORMS];
    private int[] slots = new int[2 * LEAST_FORMS];
    private int formCount;

    /** Of each number the id in lower case, as a String once it has been asked for. */
    private byte[][] texts = new byte[LEAST_FORMS][];

    private @Nullable String[] names = new String[LEAST_FORMS];
    private int size;

    /** Forgets everything when there is more than a busy partition needs; numbers do not outlive this call. */
    void trim() {
        if (formCount <= MOST_KEPT) {
            return;
        }
        forms = new byte[LEAST_FORMS][];
        numberOfForm = new int[LEAST_FORMS];
        slots = new int[2 * LEAST_FORMS];
        formCount = 0;
        texts = new byte[LEAST_FORMS][];
        names = new String[LEAST_FORMS];
        size = 0;
    }

    /** The number of an id of ASCII characters. */
    int numberOf(byte[] text, int from, int to) {
        int slot = slotOf(text, from, to);
        return slots[slot] != 0 ? numberOfForm[slots[slot] - 1] : add(slot, Arrays.copyOfRange(text, from, to));
    }

    /** The number of an id in the very form in which it was given in before, or {@link #UNKNOWN}. */
    int find(byte[] text, int from, int to) {
        int slot = slotOf(text, from, to);
        return slots[slot] != 0 ? numberOfForm[slots[slot] - 1] : UNKNOWN;
    }

    /** Numbers are below this. */
    int size() {
        return size;
    }

    /** The id in lower case. */
    String name(int number) {
        String name = names[number];
        if (name == null) {
            name = new String(texts[number], ISO_8859_1);
            names[number] = name;
        }
        return name;
    }

    /** The characters of {@link #name}; not to be written to. */
    byte[] text(int number) {
        return texts[number];
    }

    private int slotOf(byte[] text, int from, int to) {
        int slot = hash(text, from, to) & (slots.length - 1);
        while (slots[slot] != 0) {
            byte[] form = forms[slots[slot] - 1];
            if (form.length == to - from && JsonBytes.areEqual(text, from, form, 0, form.length)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int add(int slot, byte[] form) {
        byte[] text = lowerCase(form);
        int number = text == form ? addName(form) : numberOf(text, 0, text.length);
        // The id in lower case may have taken the slot, or have moved all of them.
        return addForm(text == form ? slot : slotOf(form, 0, form.length), form, number);
    }

    private int addName(byte[] text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
            names = Arrays.copyOf(names, 2 * size);
        }
        texts[size] = text;
        return size++;
    }

    private int addForm(int slot, byte[] form, int number) {
        if (formCount == forms.length) {
            forms = Arrays.copyOf(forms, 2 * formCount);
            numberOfForm = Arrays.copyOf(numberOfForm, 2 * formCount);
        }
        forms[formCount] = form;
        numberOfForm[formCount] = number;
        slots[slot] = ++formCount;
        if (2 * formCount > slots.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int i = 0; i < formCount; i++) {
            slots[slotOf(forms[i], 0, forms[i].length)] = i + 1;
        }
    }

    /** The same array when it has no letter in upper case. */
    private static byte[] lowerCase(byte[] ascii) {
        byte[] lower = ascii;
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] >= 'A' && ascii[i] <= 'Z') {
                lower = lower == ascii ? ascii.clone() : lower;
                lower[i] |= 0x20;
            }
        }
        return lower;
    }

    private static int hash(byte[] text, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(text, at)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ text[at]) * MIX;
        }
        return (int) (hash ^ (hash >>> 32));
    }
}
