package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.statement.AccountStatement;
import dev.tributary.domain.royalty.statement.FundedPart;
import dev.tributary.domain.royalty.statement.HeldSpan;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedLine;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the statement of every account and epoch from what the closes left, and asserts that its lines sum to exactly the
 * numerator in the batch.
 */
record StatementCheck(List<FundedPart> parts, List<Withdrawn> withdrawals, MarketHistory history) {
    record Withdrawn(long periodMillis, String token, String payer, BigInteger micro) {}

    /** @return how many lines of each kind there were */
    Map<StatementLine.Kind, Long> against(List<AuditedBatch> batches, World world) {
        Map<StatementLine.Kind, Long> seen = new EnumMap<>(StatementLine.Kind.class);
        SortedSet<String> accounts = new TreeSet<>();
        batches.forEach(batch -> batch.lines().forEach(line -> accounts.add(line.account())));
        for (AuditedBatch batch : batches) {
            for (String account : accounts) {
                List<StatementLine> lines = lines(batch, account);
                assertThat(AccountStatement.sums(lines))
                        .as("%s, epoch %d, account %s: %s", world, batch.epoch(), account, lines)
                        .isEqualTo(numerators(batch, account));
                lines.forEach(line -> seen.merge(line.kind(), 1L, Long::sum));
            }
        }
        return seen;
    }

    private List<StatementLine> lines(AuditedBatch batch, String account) {
        AccountStatement statement =
                new AccountStatement(account, batch.periodStartMillis(), batch.periodEndMillis(), history);
        Set<String> models = statement.earningModels();
        List<HeldSpan> held = statement.held();
        // What is read for a statement, and no more.
        for (FundedPart part : parts) {
            boolean isRead = part.periodMillis() == batch.periodStartMillis()
                    ? statement.concernsEveryModel() || models.contains(part.model())
                    : part.periodMillis() < batch.periodStartMillis()
                            && held.stream().anyMatch(span -> span.covers(part));
            if (isRead) {
                statement.add(part);
            }
        }
        history.sales().forEach(statement::add);
        withdrawals.stream()
                .filter(withdrawn ->
                        withdrawn.payer().equals(account) && withdrawn.periodMillis() == batch.periodStartMillis())
                .forEach(withdrawn -> statement.addWithdrawal(withdrawn.token(), withdrawn.micro()));
        return statement.lines();
    }

    static SortedMap<String, BigInteger> numerators(AuditedBatch batch, String account) {
        SortedMap<String, BigInteger> numerators = new TreeMap<>();
        for (AuditedLine line : batch.lines()) {
            if (line.account().equals(account)) {
                numerators.put(line.token(), line.numerator());
            }
        }
        return numerators;
    }
}
