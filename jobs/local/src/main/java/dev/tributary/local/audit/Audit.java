package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/** Recomputes every batch from the two logs. */
public final class Audit {
    private final AuditSettings settings;
    private final ChainLog chain;
    private final UsageLog usage;
    private final LineTally tally;
    private final Vault vault;
    private final Rating rating;
    private final Ledger ledger;
    private final List<AuditedBatch> batches = new ArrayList<>();
    private final List<AuditedEnd> ends = new ArrayList<>();

    private Audit(AuditSettings settings, ChainLog chain, UsageLog usage, LineTally tally) {
        this.settings = settings;
        this.chain = chain;
        this.usage = usage;
        this.tally = tally;
        Marketplace marketplace = Marketplace.of(chain.facts());
        this.vault = new Vault(settings, chain.facts(), marketplace);
        this.rating = new Rating(settings, marketplace, Permissions.of(chain.facts()), usage, tally);
        this.ledger = new Ledger(settings, chain.facts(), marketplace, vault, tally);
    }

    /**
     * @param chainEvents JSON texts of {@code chain.events.v1}, in log order
     * @param usageRecords of {@code usage.reported.v1}; in log order within a partition, partitions in any way
     * @throws AuditHalt when the logs contradict themselves or the rules
     */
    public static AuditResult of(
            Iterable<String> chainEvents, Iterable<UsageLogRecord> usageRecords, AuditSettings settings) {
        ChainLog chain = new ChainLog(settings.contracts());
        chainEvents.forEach(chain::append);
        if (settings.closing() == Closing.END_OF_INPUT) {
            chain.requireNoGap();
        }
        LineTally tally = new LineTally();
        ReportCheck check = new ReportCheck(settings.partitions(), settings.signatures(), chain.signatures());
        UsageLog usage = new UsageLog(settings, check, tally);
        usageRecords.forEach(usage::append);
        return new Audit(settings, chain, usage, tally).settle();
    }

    /** Closes every period from the first to the last in which something may change, in order. */
    private AuditResult settle() {
        Map<Long, List<UsageBucket>> byPeriod = new HashMap<>();
        for (UsageBucket bucket : usage.usage().keySet()) {
            byPeriod.computeIfAbsent(bucket.period(), unseen -> new ArrayList<>())
                    .add(bucket);
        }
        SortedSet<Long> eventful = vault.eventfulPeriods();
        eventful.addAll(byPeriod.keySet());
        if (!eventful.isEmpty()) {
            for (long period = eventful.first(); period <= eventful.last() && isClosed(period); period++) {
                close(period, rating.charges(byPeriod.getOrDefault(period, List.of())));
                byPeriod.remove(period);
            }
        }
        long pending = byPeriod.values().stream()
                .flatMap(List::stream)
                .mapToLong(bucket -> usage.sum(bucket).lines())
                .sum();
        return new AuditResult(List.copyOf(batches), List.copyOf(ends), tally.state(pending));
    }

    private boolean isClosed(long period) {
        long endMillis = settings.endMillis(period);
        return settings.closing() == Closing.END_OF_INPUT || (usage.hasPassed(endMillis) && chain.hasPassed(endMillis));
    }

    private void close(long period, SortedMap<Charge, BigInteger> charges) {
        PeriodChange change = ledger.close(period, charges);
        if (change.accounts().numerators().isEmpty()) {
            return;
        }
        long endMillis = settings.endMillis(period);
        ends.add(new AuditedEnd(usage.firstOffsetsAfter(endMillis), chain.firstFinalizedBlockAfter(endMillis)));
        batches.add(new AuditedBatch(
                batches.size() + 1L,
                period * settings.periodMillis(),
                endMillis,
                lines(change.accounts()),
                change.totals().sorted(),
                ledger.suspended(),
                ledger.unfunded(),
                ledger.balances(),
                root()));
    }

    private List<AuditedLine> lines(Accounts changes) {
        List<AuditedLine> lines = new ArrayList<>();
        changes.numerators()
                .forEach((key, change) -> lines.add(new AuditedLine(
                        key.token(), key.account(), change, ledger.accounts().payableFloor(key))));
        return lines;
    }

    private String root() {
        List<AuditedLeaf> leaves = new ArrayList<>();
        for (Accounts.Key key : ledger.accounts().numerators().keySet()) {
            BigInteger cumulative = ledger.accounts().payableFloor(key);
            if (cumulative.signum() > 0) {
                leaves.add(new AuditedLeaf(key.account(), key.token(), cumulative));
            }
        }
        return MerkleRoot.of(leaves);
    }
}
