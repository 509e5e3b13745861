package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.pipelines.compact.CompactReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link UsagePackWriter} wrote: the names, then every count, then every quality, without making an object of
 * any. The numbers of ids are those of {@link #numbers(NameTable)}.
 */
final class UsagePack extends CompactReader {
    private int[] numbers = {};
    private long left;

    int model;
    int payer;
    int pass;
    long minute;
    long period;
    long lines;
    long calls;
    long inputTokens;
    long outputTokens;
    long computeMillis;
    long errors;
    int latencies;

    private UsagePack(byte[] bytes) {
        reset(bytes);
    }

    /** Opens a pack, its ids numbered by the table. */
    static UsagePack open(byte[] bytes, NameTable names) {
        UsagePack pack = new UsagePack(bytes);
        pack.numbers = pack.numbers(names);
        pack.left = pack.unsigned();
        return pack;
    }

    private int[] numbers(NameTable names) {
        int[] read = new int[(int) unsigned() + 1];
        read[0] = UsageLine.NONE;
        for (int i = 1; i < read.length; i++) {
            int length = (int) unsigned();
            read[i] = names.numberOf(bytes(), offset(), offset() + length);
            skip(length);
        }
        return read;
    }

    /** Whether there is another count, which the fields then hold. After the last one the qualities are next. */
    boolean nextCount() {
        if (left == 0) {
            left = unsigned();
            return false;
        }
        left--;
        model = numbers[(int) unsigned()];
        payer = numbers[(int) unsigned()];
        pass = numbers[(int) unsigned()];
        minute = signed();
        period = signed();
        lines = unsigned();
        calls = unsigned();
        inputTokens = unsigned();
        outputTokens = unsigned();
        computeMillis = unsigned();
        return true;
    }

    /** Whether there is another quality; as many {@link #nextLatency()} as it has latencies come before the next. */
    boolean nextQuality() {
        if (left == 0) {
            return false;
        }
        left--;
        model = numbers[(int) unsigned()];
        minute = signed();
        period = signed();
        lines = unsigned();
        errors = unsigned();
        latencies = (int) unsigned();
        return true;
    }

    long nextLatency() {
        return unsigned();
    }

    /** All counts as records, for whoever has time. */
    static List<UsageCount> counts(byte[] bytes, String gateway) {
        NameTable names = new NameTable();
        UsagePack pack = open(bytes, names);
        List<UsageCount> counts = new ArrayList<>();
        while (pack.nextCount()) {
            counts.add(new UsageCount(
                    names.name(pack.model),
                    names.name(pack.payer),
                    gateway,
                    pack.pass == UsageLine.NONE ? "" : names.name(pack.pass),
                    pack.minute,
                    pack.period,
                    pack.lines,
                    pack.calls,
                    pack.inputTokens,
                    pack.outputTokens,
                    pack.computeMillis));
        }
        return counts;
    }

    /** The text of an id that is no part of a pack, for the same table. */
    static int number(String id, NameTable names) {
        byte[] text = id.getBytes(US_ASCII);
        return names.numberOf(text, 0, text.length);
    }
}
