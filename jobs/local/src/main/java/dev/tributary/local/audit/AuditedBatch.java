package dev.tributary.local.audit;

import java.util.List;

/**
 * One epoch: a closed period in which an account changed.
 *
 * @param lines sorted by token and account
 * @param totals sorted by token
 * @param suspense by token and model, total held of all its freezes
 * @param unfunded by token and payer, total waiting
 * @param balances by token and payer
 * @param root over every positive cumulative amount so far; zero without any
 */
public record AuditedBatch(
        long epoch,
        long periodStartMillis,
        long periodEndMillis,
        List<AuditedLine> lines,
        List<TokenTotal> totals,
        List<Position> suspense,
        List<Position> unfunded,
        List<Position> balances,
        String root) {}
