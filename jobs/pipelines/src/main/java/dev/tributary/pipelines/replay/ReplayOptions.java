package dev.tributary.pipelines.replay;

import dev.tributary.domain.usage.BookingRule;
import java.nio.file.Path;

/**
 * What to replay, and by which rules (settlement, "What people run").
 *
 * @param chain one chain event per line
 * @param usage one record of the usage log per line
 * @param out folder for {@code batches.json} and {@code rejected.jsonl}
 * @param partitions of the usage log; 0 for one more than the highest that occurs
 * @param writeOffAfterMillis after the end of its period an unfunded charge is given up
 * @param checkSignatures false only for synthetic logs
 * @param checkGateways false to accept gateways that are neither authorised nor allowed
 * @param fundAll covers every charge within the spend limit without touching balances
 * @param parallelism changes the speed, never the result
 */
public record ReplayOptions(
        Path chain,
        Path usage,
        Path out,
        BookingRule booking,
        int partitions,
        long writeOffAfterMillis,
        boolean checkSignatures,
        boolean checkGateways,
        boolean fundAll,
        int parallelism) {

    public ReplayOptions {
        if (partitions < 0 || parallelism < 1) {
            throw new IllegalArgumentException(
                    "partitions " + partitions + " and parallelism " + parallelism + " must be positive");
        }
    }
}
