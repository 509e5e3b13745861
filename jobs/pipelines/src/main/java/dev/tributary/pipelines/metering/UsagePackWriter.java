package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.compact.CompactWriter;
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
final class UsagePackWriter extends CompactWriter {
    private int[] localNumbers = {};
    private int[] used = new int[1 << 8];
    private int usedCount;

    byte[] write(
            UsageTotals totals, QualityTotals qualities, NameTable names, BookingRule booking, long runningMaxMillis) {
        clear();
        ensureNumbers(names);
        totals.forEachName(this::number);
        putNames(names);
        totals.write(this, booking, runningMaxMillis);
        qualities.write(this, booking, runningMaxMillis);
        forgetNumbers();
        return copy();
    }

    /** Writes sums of one model, as {@link UsageRowReader} reads them. */
    byte[] write(UsageSums sums, int[] chosen, NameTable names) {
        clear();
        ensureNumbers(names);
        sums.forEachName(chosen, this::number);
        putNames(names);
        sums.write(chosen, this);
        forgetNumbers();
        return copy();
    }

    private void putNames(NameTable names) {
        putUnsigned(usedCount);
        for (int i = 0; i < usedCount; i++) {
            putBytes(names.text(used[i]));
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
}
