package dev.tributary.local.audit;

import java.util.List;

/**
 * Where in the two logs a period ended: facts of the logs, not of a run.
 *
 * @param firstOffsetsAfter per usage partition the first offset that could not be booked in the period any more; -1
 *     where the log ends before
 * @param firstFinalizedBlockAfter number of the first finalized block at or after the end; -1 where the log ends before
 */
public record AuditedEnd(List<Long> firstOffsetsAfter, long firstFinalizedBlockAfter) {}
