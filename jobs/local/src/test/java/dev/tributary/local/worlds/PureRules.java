package dev.tributary.local.worlds;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedLine;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.audit.TokenTotal;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.metering.MeteringRules;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChainRules;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final SortedMap<String, SortedMap<String, BigInteger>> accounts = new TreeMap<>();
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<String, Long> refusals = new TreeMap<>();
    private final List<AuditedBatch> batches = new ArrayList<>();
    private long reported;
    private long counted;
    private long duplicate;
    private long pending;

    private record Bucket(String model, String payer, String gateway, String pass, long minute) {}

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
        return new MeteringSettings(
                "usage.reported.v1",
                world.shape().partitions(),
                World.CHAIN_ID,
                ChainScript.GATEWAY_REGISTRY,
                world.shape().grainMillis(),
                world.shape().periodMillis(),
                world.shape().graceMillis(),
                true);
    }

    Settled settle() {
        world.chain().forEach(chain::append);
        world.usage().forEach(this::append);
        usageByPeriod.forEach((period, usage) -> {
            if (isClosed(period)) {
                close(period, usage);
            } else {
                usage.values().forEach(sum -> pending += sum.lines());
            }
        });
        return new Settled(batches, new LineAccounts(reported, counted, duplicate, rejected, refusals, pending));
    }

    private void append(UsageLogRecord record) {
        long runningMaxMillis = runningMax(runningMaxima.get(record.partition()), record);
        runningMaxima.put(record.partition(), runningMaxMillis);
        UsageRecord raw = raw(record);
        if (raw.heartbeat()) {
            return;
        }
        MeteringRules.Metered metered = metering.meter(raw, bookedAt(record, runningMaxMillis));
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

    private void reject(String reason, long lines) {
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

    private void close(long period, Map<Bucket, Sum> usage) {
        SortedMap<String, SortedMap<String, BigInteger>> changes = new TreeMap<>();
        SortedMap<String, TokenTotal> totals = new TreeMap<>();
        usage.forEach((bucket, sum) -> {
            Terms terms = termsAt(chain.terms(bucket.model()), booking.minuteStart(bucket.minute()));
            if (terms == null) {
                reject(RejectReason.MODEL_UNKNOWN.name(), sum.lines());
                return;
            }
            counted += sum.lines();
            BigInteger micro = terms.chargeMicro(sum.meters());
            if (micro.signum() > 0) {
                accrue(
                        period,
                        bucket,
                        terms.token(),
                        micro,
                        changes.computeIfAbsent(terms.token(), t -> new TreeMap<>()),
                        totals);
            }
        });
        if (!changes.isEmpty()) {
            batches.add(batch(period, changes, totals));
        }
    }

    private void accrue(
            long period,
            Bucket bucket,
            String token,
            BigInteger micro,
            SortedMap<String, BigInteger> changes,
            SortedMap<String, TokenTotal> totals) {
        long atMillis = booking.minuteStart(bucket.minute());
        long feePpm = inForce(chain.fees(), platformAt(period, atMillis));
        BigInteger fee = Accrual.treasuryNumerator(micro, feePpm);
        changes.merge(inForce(chain.treasuries(), atMillis), kept(fee), BigInteger::add);
        BigInteger royalties = BigInteger.ZERO;
        for (Map.Entry<String, Long> share : shares(chain, bucket.model()).entrySet()) {
            BigInteger amount = Accrual.modelAmount(micro, feePpm, share.getValue());
            Split split = inForce(chain.splits(share.getKey()), atMillis);
            for (Map.Entry<String, BigInteger> credit :
                    Accrual.split(amount, split).entrySet()) {
                if (credit.getValue().signum() > 0) {
                    changes.merge(credit.getKey(), kept(credit.getValue()), BigInteger::add);
                    royalties = royalties.add(credit.getValue());
                }
            }
        }
        TokenTotal total = new TokenTotal(token, micro, fee, royalties);
        totals.merge(
                token,
                total,
                (known, added) -> new TokenTotal(
                        token,
                        known.revenueMicro().add(added.revenueMicro()),
                        known.feeNumerator().add(added.feeNumerator()),
                        known.royaltiesNumerator().add(added.royaltiesNumerator())));
    }

    private AuditedBatch batch(
            long period,
            SortedMap<String, SortedMap<String, BigInteger>> changes,
            SortedMap<String, TokenTotal> totals) {
        List<AuditedLine> lines = new ArrayList<>();
        changes.forEach((token, byAccount) -> byAccount.forEach((account, change) -> {
            BigInteger total =
                    accounts.computeIfAbsent(token, unseen -> new TreeMap<>()).merge(account, change, BigInteger::add);
            lines.add(new AuditedLine(token, account, change, Units.payableFloor(total)));
        }));
        return new AuditedBatch(
                batches.size() + 1L,
                booking.periodStart(period),
                booking.periodEnd(period),
                lines,
                List.copyOf(totals.values()),
                root());
    }

    private String root() {
        List<Leaf> leaves = new ArrayList<>();
        accounts.forEach((token, byAccount) -> byAccount.forEach((account, numerator) -> {
            BigInteger cumulative = Units.payableFloor(numerator);
            if (cumulative.signum() > 0) {
                leaves.add(new Leaf(account, token, cumulative));
            }
        }));
        return MerkleTree.of(leaves).root();
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
        return new ChainRules();
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

    World world() {
        return world;
    }
}
