package dev.tributary.local.audit;

import java.util.List;

/** @param batches by ascending epoch, from 1 */
public record AuditResult(List<AuditedBatch> batches, LineAccounts lines) {}
