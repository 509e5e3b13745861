package dev.tributary.local.audit;

import java.util.List;

/**
 * What the logs come to.
 *
 * @param batches by ascending epoch, from 1
 * @param ends of the batches' periods, in the order of the batches
 */
public record AuditResult(List<AuditedBatch> batches, List<AuditedEnd> ends, LineAccounts lines) {}
