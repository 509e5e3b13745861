package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Recomputes every batch from the two logs. */
public final class Audit {
    private final AuditSettings settings;
    private final ChainLog chain;
    private final UsageLog usage;
    private final LineTally tally;
    private final Marketplace marketplace;
    private final Accounts accounts = new Accounts();
    private final List<AuditedBatch> batches = new ArrayList<>();
    private final List<AuditedEnd> ends = new ArrayList<>();

    private Audit(AuditSettings settings, ChainLog chain, UsageLog usage, LineTally tally) {
        this.settings = settings;
        this.chain = chain;
        this.usage = usage;
        this.tally = tally;
        this.marketplace = Marketplace.of(chain.facts());
    }

    /**
     * @param chainEvents JSON texts of {@code chain.events.v1}, in log order
     * @param usageRecords of {@code usage.reported.v1}; in log order within a partition, partitions in any way
     * @throws AuditHalt when the logs contradict themselves or the rules
     */
    public static AuditResult of(
            Iterable<String> chainEvents, Iterable<UsageLogRecord> usageRecords, AuditSettings settings) {
        ChainLog chain = new ChainLog();
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

    private AuditResult settle() {
        SortedMap<Long, List<UsageBucket>> byPeriod = new TreeMap<>();
        for (UsageBucket bucket : usage.usage().keySet()) {
            byPeriod.computeIfAbsent(bucket.period(), unseen -> new ArrayList<>())
                    .add(bucket);
        }
        long pending = 0;
        for (Map.Entry<Long, List<UsageBucket>> booked : byPeriod.entrySet()) {
            if (isClosed(booked.getKey())) {
                close(booked.getKey(), booked.getValue());
            } else {
                pending += booked.getValue().stream()
                        .mapToLong(bucket -> sum(bucket).lines())
                        .sum();
            }
        }
        return new AuditResult(List.copyOf(batches), List.copyOf(ends), tally.state(pending));
    }

    private boolean isClosed(long period) {
        long endMillis = (period + 1) * settings.periodMillis();
        return settings.closing() == Closing.END_OF_INPUT || (usage.hasPassed(endMillis) && chain.hasPassed(endMillis));
    }

    private void close(long period, List<UsageBucket> buckets) {
        Accounts changes = new Accounts();
        Totals totals = new Totals();
        Accrual accrual = new Accrual(marketplace, settings.grainMillis());
        fund(rate(buckets)).forEach((charge, micro) -> accrual.accrue(charge, micro, changes, totals));
        changes.numerators().values().removeIf(numerator -> numerator.signum() == 0);
        if (changes.numerators().isEmpty()) {
            return;
        }
        accounts.addAll(changes);
        long endMillis = (period + 1) * settings.periodMillis();
        ends.add(new AuditedEnd(usage.firstOffsetsAfter(endMillis), chain.firstFinalizedBlockAfter(endMillis)));
        batches.add(new AuditedBatch(
                batches.size() + 1L,
                period * settings.periodMillis(),
                endMillis,
                lines(changes),
                totals.sorted(),
                root()));
    }

    private SortedMap<Charge, BigInteger> rate(List<UsageBucket> buckets) {
        SortedMap<Charge, BigInteger> charges = new TreeMap<>(Charge.IN_ORDER);
        for (UsageBucket bucket : buckets) {
            Terms terms = marketplace.termsAt(bucket.model(), bucket.minute() * settings.grainMillis());
            if (terms == null) {
                tally.refuse(Reason.MODEL_UNKNOWN, sum(bucket).lines());
                continue;
            }
            tally.count(sum(bucket).lines());
            Charge charge = new Charge(terms.token(), bucket.payer(), bucket.period(), bucket.minute(), bucket.model());
            charges.merge(charge, terms.micro(sum(bucket)), BigInteger::add);
        }
        return charges;
    }

    /** Every charge of something counts as funded in its own period. */
    private static SortedMap<Charge, BigInteger> fund(SortedMap<Charge, BigInteger> charges) {
        SortedMap<Charge, BigInteger> funded = new TreeMap<>(charges);
        funded.values().removeIf(micro -> micro.signum() == 0);
        return funded;
    }

    private UsageSum sum(UsageBucket bucket) {
        return usage.usage().getOrDefault(bucket, UsageSum.NONE);
    }

    private List<AuditedLine> lines(Accounts changes) {
        List<AuditedLine> lines = new ArrayList<>();
        changes.numerators()
                .forEach((key, change) ->
                        lines.add(new AuditedLine(key.token(), key.account(), change, accounts.payableFloor(key))));
        return lines;
    }

    private String root() {
        List<AuditedLeaf> leaves = new ArrayList<>();
        for (Accounts.Key key : accounts.numerators().keySet()) {
            BigInteger cumulative = accounts.payableFloor(key);
            if (cumulative.signum() > 0) {
                leaves.add(new AuditedLeaf(key.account(), key.token(), cumulative));
            }
        }
        return MerkleRoot.of(leaves);
    }
}
