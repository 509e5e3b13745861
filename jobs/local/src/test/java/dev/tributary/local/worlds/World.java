package dev.tributary.local.worlds;

import dev.tributary.local.audit.AuditSettings;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two logs and the periods to settle them by.
 *
 * @param chain JSON texts of chain events, in log order
 * @param usage in log order within a partition
 */
record World(long seed, Shape shape, List<String> chain, List<UsageLogRecord> usage) {
    static final long CHAIN_ID = 31_337;

    /** Times in milliseconds. */
    record Shape(
            long grainMillis,
            long periodMillis,
            long graceMillis,
            long writeOffMillis,
            int partitions,
            boolean permissions,
            boolean fundAll) {}

    AuditSettings settings(Closing closing) {
        return new AuditSettings(
                shape.periodMillis(),
                shape.graceMillis(),
                shape.grainMillis(),
                shape.writeOffMillis(),
                shape.partitions(),
                true,
                shape.permissions(),
                shape.fundAll(),
                closing);
    }

    /** Writes {@code chain.jsonl} and {@code usage.jsonl} into the folder, as {@code replay} reads them. */
    void write(Path folder) throws IOException {
        Files.write(folder.resolve("chain.jsonl"), chain);
        Files.write(
                folder.resolve("usage.jsonl"),
                usage.stream().map(UsageJsonLines::write).toList());
    }

    @Override
    public String toString() {
        return "world of seed %d: %s, %d chain records, %d usage records"
                .formatted(seed, shape, chain.size(), usage.size());
    }
}
