package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.TextTable;
import java.util.List;

/**
 * The sums of many reports for one model: one record to its model instead of one for each payer and minute.
 *
 * @param model 32-byte id, lower-case 0x form
 * @param packed its counts, written by {@link UsagePackWriter}; never stored
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record ModelUsage(String model, byte[] packed) {
    /** At least one, with the ids that the table knows; several may have the same key. */
    public List<UsageCount> counts(TextTable texts) {
        return UsagePack.countsOf(model, packed, texts);
    }
}
