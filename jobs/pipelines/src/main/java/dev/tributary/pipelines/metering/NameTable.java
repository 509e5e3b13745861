package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers for the ids that lines repeat (models, payers, passes), so that a report is collapsed on numbers and an
 * id becomes a String once, not once per line. Kept from report to report up to a bound.
 *
 * <p>Only well-formed ids are given in; they may differ in case, and the same id in any case has the same number.
 */
final class NameTable {
    static final int UNKNOWN = TextNumbers.UNKNOWN;

    private static final int MOST_KEPT = 1 << 14;
    private static final int MOST_HELD = 1 << 17;
    private static final int LEAST_NAMES = 1 << 10;

    /** Ids as they were written, each with the number of the id in lower case. */
    private TextNumbers forms = new TextNumbers();

    /** Of each number the id in lower case, as a String once it has been asked for. */
    private byte[][] texts = new byte[LEAST_NAMES][];

    private @Nullable String[] names = new String[LEAST_NAMES];
    private int size;

    /** Whether there is so much that it is to be forgotten as soon as no number is needed any more. */
    boolean isFull() {
        return forms.size() >= MOST_HELD;
    }

    /** Forgets everything when there is more than a busy partition needs; numbers do not outlive this call. */
    void trim() {
        if (forms.size() <= MOST_KEPT) {
            return;
        }
        forms = new TextNumbers();
        texts = new byte[LEAST_NAMES][];
        names = new String[LEAST_NAMES];
        size = 0;
    }

    /** The number of an id of ASCII characters. */
    int numberOf(byte[] text, int from, int to) {
        int number = forms.find(text, from, to);
        return number == UNKNOWN ? add(Arrays.copyOfRange(text, from, to)) : number;
    }

    /** The number of an id in the very form in which it was given in before, or {@link #UNKNOWN}. */
    int find(byte[] text, int from, int to) {
        return forms.find(text, from, to);
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

    private int add(byte[] form) {
        byte[] text = lowerCase(form);
        int number = text == form ? addName(form) : numberOf(text, 0, text.length);
        forms.add(form, 0, form.length, number);
        return number;
    }

    private int addName(byte[] text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
            names = Arrays.copyOf(names, 2 * size);
        }
        texts[size] = text;
        return size++;
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
}
