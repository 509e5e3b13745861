package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.Arrays;

/**
 * Writes what a report adds up to, or many of them for one model, as bytes: every id once, sums and latencies as numbers of 7 bits a byte. That is what
 * crosses the network, a few percent of the report. Read by {@link UsagePack}; never stored. Reused from report to
 * report.
 *
 * <pre>
 *  names       number of ids, then each: length, ASCII
 *  counts      number of entries, then each: model, payer, pass + 1 (ids), minute, period, lines, four meters;
 *              of one model: payer, gateway, pass + 1 (ids), the rest alike, and no qualities
 *  qualities   number of entries, then each: model, minute, period, lines, errors, number of latencies, latencies
 * </pre>
 */
final class UsagePackWriter {
    private static final int MOST_BYTES_OF_NUMBER = 10;

    private byte[] bytes = new byte[1 << 14];
    private int length;
    private int[] localNumbers = {};
    private int[] used = new int[1 << 8];
    private int usedCount;

    byte[] write(
            UsageTotals totals, QualityTotals qualities, NameTable names, BookingRule booking, long runningMaxMillis) {
        length = 0;
        ensureNumbers(names);
        totals.forEachName(this::number);
        putNames(names);
        totals.write(this, booking, runningMaxMillis);
        qualities.write(this, booking, runningMaxMillis);
        forgetNumbers();
        return Arrays.copyOf(bytes, length);
    }

    /** Writes sums of one model, as {@link UsagePack#countsOf} reads them. */
    byte[] write(UsageSums sums, int[] chosen, NameTable names) {
        length = 0;
        ensureNumbers(names);
        sums.forEachName(chosen, this::number);
        putNames(names);
        sums.write(chosen, this);
        forgetNumbers();
        return Arrays.copyOf(bytes, length);
    }

    private void putNames(NameTable names) {
        putUnsigned(usedCount);
        for (int i = 0; i < usedCount; i++) {
            putName(names.text(used[i]));
        }
    }

    private void ensureNumbers(NameTable names) {
        if (localNumbers.length < names.size()) {
            localNumbers = new int[Math.max(names.size(), 2 * localNumbers.length)];
        }
    }

    private void number(int name) {
        if (name == UsageLine.NONE || localNumbers[name] != 0) {
            return;
        }
        if (usedCount == used.length) {
            used = Arrays.copyOf(used, 2 * usedCount);
        }
        used[usedCount++] = name;
        localNumbers[name] = usedCount;
    }

    private void forgetNumbers() {
        for (int i = 0; i < usedCount; i++) {
            localNumbers[used[i]] = 0;
        }
        usedCount = 0;
    }

    /** A number of the table of names, as the pack numbers them; 0 for none. */
    void putNameOrNone(int name) {
        putUnsigned(name == UsageLine.NONE ? 0 : localNumbers[name]);
    }

    void putUnsigned(long value) {
        ensure(MOST_BYTES_OF_NUMBER);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Small whatever the sign. */
    void putSigned(long value) {
        putUnsigned((value << 1) ^ (value >> 63));
    }

    private void putName(byte[] text) {
        putUnsigned(text.length);
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
