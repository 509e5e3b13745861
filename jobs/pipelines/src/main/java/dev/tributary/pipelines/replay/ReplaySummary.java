package dev.tributary.pipelines.replay;

import java.util.SortedMap;

/**
 * What came of a replay.
 *
 * @param epochs batches written
 * @param rejectedLines by reason, every reason that has a record
 */
public record ReplaySummary(
        long epochs,
        long reportedLines,
        long countedLines,
        long duplicateLines,
        SortedMap<String, Long> rejectedLines) {}
