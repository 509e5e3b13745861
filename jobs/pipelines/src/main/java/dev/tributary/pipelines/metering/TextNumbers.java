package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.ByteRanges;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers by short texts: an open-addressing table for the one question that every line asks three times. A slot holds
 * half of a text's hash beside the place of its bytes, which lie one after the other, so that a text that is known costs
 * two places in memory and one that is not costs one.
 */
final class TextNumbers {
    static final int UNKNOWN = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int LEAST_SLOTS = 1 << 11;
    private static final int LEAST_BYTES = 1 << 16;

    /** Before each text its number and its length. */
    private static final int HEAD = 2 * Integer.BYTES;

    // Not to be foreseen: gateways choose ids, and must not choose them so that all of them meet in one slot.
    private final long even = ThreadLocalRandom.current().nextLong();
    private final long odd = ThreadLocalRandom.current().nextLong();

    /** 0 for none; else the upper half of the hash above the place of the text's head, plus 1. */
    private long[] slots = new long[LEAST_SLOTS];

    private byte[] texts = new byte[LEAST_BYTES];
    private int written;
    private int count;

    int size() {
        return count;
    }

    /** The number of a text, or {@link #UNKNOWN}. */
    int find(byte[] text, int from, int to) {
        long hash = hash(text, from, to);
        int at = (int) hash & (slots.length - 1);
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            int head = (int) slot - 1;
            if ((slot ^ hash) >>> Integer.SIZE == 0 && isTextAt(head, text, from, to)) {
                return (int) INTS.get(texts, head);
            }
            at = (at + 1) & (slots.length - 1);
        }
        return UNKNOWN;
    }

    /** Takes a text that it does not know. */
    void add(byte[] text, int from, int to, int number) {
        int length = to - from;
        if (written + HEAD + length > texts.length) {
            texts = Arrays.copyOf(texts, Math.max(2 * texts.length, written + HEAD + length));
        }
        INTS.set(texts, written, number);
        INTS.set(texts, written + Integer.BYTES, length);
        System.arraycopy(text, from, texts, written + HEAD, length);
        if (2 * (count + 1) > slots.length) {
            grow();
        }
        put(hash(text, from, to), written);
        written += HEAD + length;
        count++;
    }

    private boolean isTextAt(int head, byte[] text, int from, int to) {
        int length = (int) INTS.get(texts, head + Integer.BYTES);
        return length == to - from && ByteRanges.areEqual(text, from, texts, head + HEAD, length);
    }

    private void put(long hash, int head) {
        int at = (int) hash & (slots.length - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = (hash & ~0xffffffffL) | (head + 1);
    }

    private void grow() {
        slots = new long[2 * slots.length];
        int head = 0;
        for (int i = 0; i < count; i++) {
            int from = head + HEAD;
            int to = from + (int) INTS.get(texts, head + Integer.BYTES);
            put(hash(texts, from, to), head);
            head = to;
        }
    }

    /** By products that do not wait for one another, over 16 bytes each; the last 8 may overlap those before. */
    private long hash(byte[] text, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + 2 * Long.BYTES <= to; at += 2 * Long.BYTES) {
            hash = Long.rotateLeft(hash, 23) + product(text, at, at + Long.BYTES);
        }
        if (to - from >= Long.BYTES) {
            hash = Long.rotateLeft(hash, 23) + product(text, Math.min(at, to - Long.BYTES), to - Long.BYTES);
        } else {
            for (; at < to; at++) {
                hash = (hash ^ even ^ text[at]) * MIX;
            }
        }
        hash *= MIX;
        return hash ^ (hash >>> Integer.SIZE);
    }

    private long product(byte[] text, int one, int other) {
        long first = (long) LONGS.get(text, one) ^ even;
        long second = (long) LONGS.get(text, other) ^ odd;
        return first * second ^ Math.multiplyHigh(first, second);
    }
}
