package dev.tributary.pipelines.connectors;

import java.nio.file.Path;

/**
 * What an export wrote.
 *
 * @param usagePartitions of the topic, also those without a record
 * @param chainReachesMillis time of the newest final block, -1 without one
 * @param usageReachesMillis append time that every partition has reached, -1 when one is empty
 */
public record ExportSummary(
        Path chain,
        Path usage,
        long chainRecords,
        long usageRecords,
        int usagePartitions,
        long chainReachesMillis,
        long usageReachesMillis) {}
