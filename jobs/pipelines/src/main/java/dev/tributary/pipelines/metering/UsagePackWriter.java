package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactWriter;
import java.util.Arrays;

/**
 * Writes the sums of many reports for one model in the form of {@link ModelUsage}: every id once, numbers of 7 bits a byte.
 * That is what crosses the network, a few percent of the reports. Used again and again.
 */
final class UsagePackWriter extends CompactWriter {
    private int[] localNumbers = {};
    private int[] used = new int[1 << 8];
    private int usedCount;

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
