package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums of many reports for one model: one record to its model instead of one for each payer and minute.
 *
 * <p>The form of its counts, numbers of 7 bits a byte; state holds it until the period closes, so another form needs a new
 * format of that state:
 *
 * <pre>
 *  names       number of ids, then each: length, ASCII
 *  counts      number of entries, then each: payer, gateway, pass (places of ids, from 1; 0 for no pass), minute, period,
 *              lines, four meters
 * </pre>
 *
 * @param model 32-byte id, lower-case 0x form
 * @param packed its counts, at least one; several may have the same key
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record ModelUsage(String model, byte[] packed) {
    /** All counts as records, for whoever has time, with the ids that the table knows. {@link UsageRows} make none. */
    public List<UsageCount> counts(TextTable texts) {
        UsageRowReader reader = new UsageRowReader(texts);
        reader.open(packed);
        List<UsageCount> counts = new ArrayList<>();
        UsageRow row = new UsageRow();
        while (reader.next(row)) {
            counts.add(new UsageCount(
                    model,
                    row.payer,
                    row.gateway,
                    row.pass,
                    row.minute,
                    row.period,
                    row.lines,
                    row.calls,
                    row.inputTokens,
                    row.outputTokens,
                    row.computeMillis));
        }
        return counts;
    }
}
