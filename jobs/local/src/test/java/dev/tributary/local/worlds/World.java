package dev.tributary.local.worlds;

import dev.tributary.local.audit.AuditSettings;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.royalties.ContractAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Two logs and the periods to settle them by.
 *
 * @param chain JSON texts of chain events, in log order
 * @param usage in log order within a partition
 */
record World(long seed, Shape shape, List<String> chain, List<UsageLogRecord> usage) {
    static final long CHAIN_ID = 31_337;
    static final ContractAddresses CONTRACTS = new ContractAddresses(
            ChainScript.MODEL_REGISTRY,
            ChainScript.GATEWAY_REGISTRY,
            ChainScript.VAULT,
            ChainScript.ACCESS_PASS,
            ChainScript.VERIFICATION_ORACLE,
            ChainScript.MARKETPLACE);

    /** Times in milliseconds. */
    record Shape(
            long grainMillis,
            long periodMillis,
            long graceMillis,
            long writeOffMillis,
            int partitions,
            boolean signatures,
            boolean permissions,
            boolean fundAll) {}

    /** As the job goes, which knows its contracts. */
    AuditSettings settings(Closing closing) {
        return settings(closing, ChainScript.CONTRACTS);
    }

    /** As a replay goes, which has the logs alone. */
    AuditSettings settingsOfReplay() {
        return settings(Closing.END_OF_INPUT, Map.of());
    }

    private AuditSettings settings(Closing closing, Map<String, String> contracts) {
        return new AuditSettings(
                shape.periodMillis(),
                shape.graceMillis(),
                shape.grainMillis(),
                shape.writeOffMillis(),
                shape.partitions(),
                shape.signatures(),
                shape.permissions(),
                shape.fundAll(),
                closing,
                contracts);
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
