package dev.tributary.local.audit;

import java.util.List;

/**
 * One epoch: a closed period in which an account changed.
 *
 * @param lines sorted by token and account
 * @param totals sorted by token
 * @param root over every positive cumulative amount so far; zero without any
 */
public record AuditedBatch(
        long epoch,
        long periodStartMillis,
        long periodEndMillis,
        List<AuditedLine> lines,
        List<TokenTotal> totals,
        String root) {}
