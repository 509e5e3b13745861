package dev.tributary.local.worlds;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.FundingRule;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.RefusalRule;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.metering.MeteringRules;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChainRules;
import dev.tributary.pipelines.royalties.Sale;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine's rules composed in memory, one record after the other, without Flink. Each step is a method of its own, so
 * that a canary can get one of them wrong.
 */
class PureRules {
    private final World world;
    private final Closing closing;
    private final BookingRule booking;
    private final MeteringRules metering;
    private final ChainRules chain;
    private final Map<Integer, Long> runningMaxima = new HashMap<>();
    private final Map<String, SequenceWindow> windows = new HashMap<>();
    private final SortedMap<Long, Map<Bucket, Sum>> usageByPeriod = new TreeMap<>();
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<String, Long> refusals = new TreeMap<>();
    private long reported;
    private long counted;
    private long duplicate;

    record Bucket(String model, String payer, String gateway, String pass, long minute) implements RefusalRule.Usage {}

    private record Sum(long lines, MeterTotals meters) {
        static final Sum NONE = new Sum(0, MeterTotals.ZERO);

        Sum plus(UsageCount count) {
            return new Sum(
                    lines + count.lines(),
                    meters.plus(count.calls(), count.inputTokens(), count.outputTokens(), count.computeMillis()));
        }
    }

    PureRules(World world, Closing closing) {
        this.world = world;
        this.closing = closing;
        booking = new BookingRule(
                world.shape().grainMillis(),
                world.shape().periodMillis(),
                world.shape().graceMillis());
        metering = new MeteringRules(metering(world));
        chain = chain();
    }

    static MeteringSettings metering(World world) {
        return metering(world, World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
    }

    /** Of reports that are signed for another chain or registry. */
    static MeteringSettings metering(World world, long chainId, String gatewayRegistry) {
        return new MeteringSettings(
                "usage.reported.v1",
                world.shape().partitions(),
                chainId,
                gatewayRegistry,
                world.shape().grainMillis(),
                world.shape().periodMillis(),
                world.shape().graceMillis(),
                world.shape().signatures());
    }

    Settled settle() {
        world.chain().forEach(chain::append);
        world.usage().forEach(this::append);
        PureLedger ledger = new PureLedger(this, chain, booking);
        ledger.usageIn(usageByPeriod.keySet());
        for (Long next = ledger.nextDue(); next != null && isClosed(next); next = ledger.nextDue()) {
            ledger.close(next, rate(usageByPeriod.remove(next)));
        }
        long pending = usageByPeriod.values().stream()
                .flatMap(usage -> usage.values().stream())
                .mapToLong(Sum::lines)
                .sum();
        LineAccounts lines = new LineAccounts(reported, counted, duplicate, rejected, refusals, pending);
        return new Settled(ledger.batches(), lines);
    }

    private void append(UsageLogRecord record) {
        long runningMaxMillis = runningMax(runningMaxima.get(record.partition()), record);
        runningMaxima.put(record.partition(), runningMaxMillis);
        UsageRecord raw = raw(record);
        if (raw.heartbeat()) {
            return;
        }
        MeteringRules.Metered metered = meter(raw, bookedAt(record, runningMaxMillis));
        RejectReason refusal = metered.refusal();
        MeteringRules.Report report = metered.report();
        if (refusal != null) {
            reject(refusal.name(), 0);
        } else if (report != null) {
            admit(report, runningMaxMillis);
        }
    }

    static UsageRecord raw(UsageLogRecord record) {
        Map<String, String> headers = record.headers();
        return new UsageRecord(
                record.partition(),
                record.offset(),
                record.appendTimeMillis(),
                headers.get("gateway"),
                headers.get("sequence"),
                headers.get("signature"),
                headers.containsKey("heartbeat"),
                record.value());
    }

    private void admit(MeteringRules.Report report, long runningMaxMillis) {
        reported += report.lines();
        SequenceWindow window = windows.getOrDefault(report.gateway(), SequenceWindow.EMPTY);
        Admission admission = admission(window, report.sequence(), report.contentHash());
        if (admission instanceof Admission.Accepted accepted) {
            windows.put(report.gateway(), accepted.next());
            for (UsageRejected line : report.refusedLines()) {
                reject(line.reason(), line.lines());
            }
            report.counts().stream()
                    .filter(count -> isTaken(count, runningMaxMillis))
                    .forEach(this::book);
        } else if (admission instanceof Admission.Refused refused) {
            reject(refused.reason().name(), report.lines());
        } else {
            duplicate += report.lines();
        }
    }

    private void book(UsageCount count) {
        Bucket bucket = new Bucket(count.model(), count.payer(), count.gateway(), count.pass(), count.minute());
        usageByPeriod
                .computeIfAbsent(count.period(), unseen -> new HashMap<>())
                .merge(
                        bucket,
                        Sum.NONE.plus(count),
                        (known, added) -> new Sum(
                                known.lines() + added.lines(), known.meters().plus(added.meters())));
    }

    void reject(String reason, long lines) {
        rejected.merge(reason, lines, Long::sum);
        refusals.merge(reason, 1L, Long::sum);
    }

    private boolean isClosed(long period) {
        long endMillis = booking.periodEnd(period);
        if (closing == Closing.END_OF_INPUT) {
            return true;
        }
        return runningMaxima.size() == world.shape().partitions()
                && runningMaxima.values().stream().allMatch(max -> booking.watermark(max) >= endMillis - 1)
                && chain.finalizedMillis() >= endMillis;
    }

    private Map<PureLedger.Due, BigInteger> rate(@Nullable Map<Bucket, Sum> usage) {
        Map<PureLedger.Due, BigInteger> charges = new HashMap<>();
        if (usage == null) {
            return charges;
        }
        usage.forEach((bucket, sum) -> {
            long atMillis = booking.minuteStart(bucket.minute());
            Terms terms = termsAt(chain.terms(bucket.model()), atMillis);
            RejectReason refusal = refusal(bucket, terms, atMillis);
            if (terms == null || refusal != null) {
                reject(String.valueOf(refusal), sum.lines());
                return;
            }
            counted += sum.lines();
            PureLedger.Due due = new PureLedger.Due(
                    new PureLedger.Purse(terms.token(), bucket.payer()), bucket.minute(), bucket.model());
            charges.merge(due, terms.chargeMicro(sum.meters()), BigInteger::add);
        });
        return charges;
    }

    static <T> T inForce(List<Dated<T>> history, long atMillis) {
        T value = History.inForce(history, atMillis);
        if (value == null) {
            throw new IllegalStateException("nothing is in force at " + atMillis);
        }
        return value;
    }

    /** What is learned from the chain. */
    ChainRules chain() {
        return new ChainRules(World.CONTRACTS);
    }

    /** Either a report or why it is refused whole. */
    MeteringRules.Metered meter(UsageRecord record, long bookedAtMillis) {
        return metering.meter(record, bookedAtMillis);
    }

    /** The partition's clock after a record. */
    long runningMax(@Nullable Long before, UsageLogRecord record) {
        return before == null ? record.appendTimeMillis() : Math.max(before, record.appendTimeMillis());
    }

    /** The log's time that a record's lines are booked by. */
    long bookedAt(UsageLogRecord record, long runningMaxMillis) {
        return runningMaxMillis;
    }

    Admission admission(SequenceWindow window, long sequence, byte[] contentHash) {
        return window.admit(sequence, contentHash);
    }

    /** Whether usage of an accepted report is booked. */
    boolean isTaken(UsageCount count, long runningMaxMillis) {
        return true;
    }

    @Nullable
    Terms termsAt(List<Dated<Terms>> history, long minuteStartMillis) {
        return History.inForce(history, minuteStartMillis);
    }

    /** When the platform's fee is looked up. */
    long platformAt(long period, long minuteStartMillis) {
        return minuteStartMillis;
    }

    SortedMap<String, Long> shares(ChainRules known, String model) {
        return known.family().shares(model);
    }

    /** What is kept of one credit. */
    BigInteger kept(BigInteger numerator) {
        return numerator;
    }

    /** Why usage is refused at the close of its period, or null. */
    @Nullable
    RejectReason refusal(Bucket bucket, @Nullable Terms terms, long minuteStartMillis) {
        return refusal(new RefusalRule(world.shape().permissions()), bucket, terms, minuteStartMillis);
    }

    final @Nullable RejectReason refusal(
            RefusalRule rule, Bucket bucket, @Nullable Terms terms, long minuteStartMillis) {
        return rule.refusal(bucket, terms, minuteStartMillis, new KnownOf(bucket));
    }

    /** When the registry let a gateway report, and when not. */
    List<Dated<Boolean>> authorisations(String gateway) {
        return chain.gateways(gateway, "");
    }

    /** When a payer let a gateway report its usage, and when not. */
    List<Dated<Boolean>> allowances(String gateway, String payer) {
        return chain.gateways(gateway, payer);
    }

    /** The pass that is cited. */
    @Nullable
    Pass pass(Bucket bucket) {
        return chain.pass(bucket.model(), bucket.pass());
    }

    private final class KnownOf implements RefusalRule.Known<RuntimeException> {
        private final Bucket bucket;

        KnownOf(Bucket bucket) {
            this.bucket = bucket;
        }

        @Override
        public List<Dated<Boolean>> authorisations(String gateway) {
            return PureRules.this.authorisations(gateway);
        }

        @Override
        public List<Dated<Boolean>> allowances(String gateway, String payer) {
            return PureRules.this.allowances(gateway, payer);
        }

        @Override
        public @Nullable Pass pass(String id) {
            return PureRules.this.pass(bucket);
        }
    }

    Split splitAt(List<Dated<Split>> history, long minuteStartMillis) {
        return inForce(history, minuteStartMillis);
    }

    /** When a period's spend limits are looked up. */
    long limitAt(long periodStartMillis) {
        return periodStartMillis;
    }

    /** The period whose withdrawal requests a close serves. */
    long withdrawalsServedBy(long period) {
        return period - 1;
    }

    /** Closes a payer's period. */
    PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
        return account.close(period, rule);
    }

    /** Told of every close of every payer, for who wants to know more than the batches. */
    void closed(PureLedger.Purse purse, long period, PayerAccount.Closed result) {
        // The batches say it all.
    }

    FreezeHistory.@Nullable Freeze freezeAt(FreezeHistory history, long minuteStartMillis) {
        return history.at(minuteStartMillis);
    }

    FreezeHistory.@Nullable Freeze freezeAtSale(FreezeHistory history, Sale sale) {
        return history.atOrdinal(sale.ordinal());
    }

    Split splitAtSale(List<Dated<Split>> history, Sale sale) {
        return Objects.requireNonNull(History.asOf(history, sale.ordinal()));
    }

    /** Who gets what a freeze held, once it is over at the end of a period; null while it lasts. */
    @Nullable
    Split destination(FreezeHistory history, FreezeHistory.Freeze freeze, long periodEndMillis) {
        return freeze.destinationAt(periodEndMillis);
    }

    Closing closing() {
        return closing;
    }

    World world() {
        return world;
    }
}
