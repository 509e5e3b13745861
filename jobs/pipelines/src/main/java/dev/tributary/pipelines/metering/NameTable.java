package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Small numbers for the ids that lines repeat (models, payers, passes), so that a report is collapsed on numbers and an
 * id becomes a String once, not once per line. Kept from report to report up to a bound.
 *
 * <p>Only well-formed ids are given in; they may differ in case, and the same id in any case has the same number.
 */
final class NameTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int MOST_KEPT = 1 << 14;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<byte[]> forms = new ArrayList<>();
    private int[] numberOfForm = new int[1 << 10];
    private int[] slots = new int[1 << 11];

    /** Forgets everything when there is more than a busy partition needs; numbers do not outlive this call. */
    void trim() {
        if (forms.size() <= MOST_KEPT) {
            return;
        }
        numbers.clear();
        names.clear();
        forms.clear();
        numberOfForm = new int[1 << 10];
        slots = new int[1 << 11];
    }

    /** The number of an id of ASCII characters. */
    int numberOf(byte[] text, int from, int to) {
        int slot = slotOf(text, from, to);
        if (slots[slot] != 0) {
            return numberOfForm[slots[slot] - 1];
        }
        return add(slot, Arrays.copyOfRange(text, from, to));
    }

    /** Numbers are below this. */
    int size() {
        return names.size();
    }

    /** The id in lower case. */
    String name(int number) {
        return names.get(number);
    }

    private int slotOf(byte[] text, int from, int to) {
        int slot = hash(text, from, to) & (slots.length - 1);
        while (slots[slot] != 0) {
            byte[] form = forms.get(slots[slot] - 1);
            if (Arrays.equals(text, from, to, form, 0, form.length)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int add(int slot, byte[] form) {
        String name = new String(form, US_ASCII).toLowerCase(Locale.ROOT);
        int number = numbers.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
        if (forms.size() == numberOfForm.length) {
            numberOfForm = Arrays.copyOf(numberOfForm, 2 * forms.size());
        }
        numberOfForm[forms.size()] = number;
        forms.add(form);
        slots[slot] = forms.size();
        if (2 * forms.size() > slots.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int i = 0; i < forms.size(); i++) {
            byte[] form = forms.get(i);
            slots[slotOf(form, 0, form.length)] = i + 1;
        }
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
