package dev.tributary.domain.royalty.statement;

import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.lineage.LineageRoutes;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Traces what one account is owed for one period back to its reasons: usage, fees, sales, ends of disputes and
 * withdrawals. The same rules as settlement's, asked the other way round; so the lines sum to exactly the account's
 * numerator in the batch, which whoever prints them asserts.
 *
 * <p>Money is told in any order. Minutes of which everything is the same are one line, so what is held is one line per
 * (earning model, receiving model, payer, run of minutes), not one per charge.
 */
public final class AccountStatement {
    private final String account;
    private final long periodMillis;
    private final long endMillis;
    private final MarketHistory history;
    private final SortedSet<String> receivingModels;
    private final Map<String, LineageRoutes> routes = new HashMap<>();
    private final Map<LineageKey, LineageRoute> knownRoutes = new HashMap<>();
    private final Map<String, List<String>> receiversOf = new HashMap<>();
    private final Map<UsageRun.Key, UsageRun> runs = new LinkedHashMap<>();
    private final List<StatementLine> lines = new ArrayList<>();

    private record LineageKey(String earningModel, String receivingModel) {}

    /**
     * @param account lower-case 0x form
     * @param periodMillis start of the period
     * @param endMillis its end, exclusive
     */
    public AccountStatement(String account, long periodMillis, long endMillis, MarketHistory history) {
        this.account = account;
        this.periodMillis = periodMillis;
        this.endMillis = endMillis;
        this.history = history;
        this.receivingModels = history.receivingModels(account);
    }

    /** Whether parts of every model's charges may concern the account, because it may have been the treasury. */
    public boolean concernsEveryModel() {
        return history.isEverTreasury(account);
    }

    /** The models whose charges may concern the account in this period, as one that is behind a model. */
    public SortedSet<String> earningModels() {
        return history.earningModels(receivingModels);
    }

    /** Which parts of earlier periods may concern it, because a dispute ended in this one. */
    public List<HeldSpan> held() {
        return history.held(account, receivingModels, periodMillis, endMillis);
    }

    /**
     * Takes what a close covered, once: of this period, or of an earlier one that may have been held until this.
     *
     * @throws IllegalStateException when the history lacks the terms, the fee or the split of that minute
     */
    public void add(FundedPart part) {
        if (part.micro().signum() == 0) {
            return;
        }
        if (part.periodMillis() == periodMillis) {
            addFee(part);
        }
        for (String receiver : receiversOf(part.model())) {
            FreezeHistory.Freeze freeze = history.freezes(receiver).at(part.minuteMillis());
            List<Dated<Split>> splits = history.splits(receiver);
            int payee = freeze == null ? known(splits, part, "split of model " + receiver + " is") : -1;
            Split split = freeze == null ? splits.get(payee).value() : freeze.destination();
            if (split != null && split.accounts().contains(account) && isPaidNow(part.periodMillis(), freeze)) {
                addEarning(part, receiver, split, payee, freeze == null ? -1 : freeze.index());
            }
        }
    }

    private void addEarning(FundedPart part, String receiver, Split split, int payee, int freeze) {
        boolean wasHeld = part.periodMillis() != periodMillis;
        UsageRun.Key key = new UsageRun.Key(
                wasHeld ? StatementLine.Kind.RELEASE : StatementLine.Kind.USAGE,
                part.token(),
                part.model(),
                receiver,
                part.payer(),
                part.bookedMillis(),
                part.periodMillis(),
                termsIndex(part),
                feeIndex(part),
                payee,
                freeze);
        runs.computeIfAbsent(key, unseen -> new UsageRun(split)).add(part);
    }

    private void addFee(FundedPart part) {
        int inForce = History.indexInForce(history.treasuries(), part.minuteMillis());
        if (inForce < 0 || !history.treasuries().get(inForce).value().equals(account)) {
            return;
        }
        UsageRun.Key key = new UsageRun.Key(
                StatementLine.Kind.PLATFORM_FEE,
                part.token(),
                part.model(),
                null,
                part.payer(),
                part.bookedMillis(),
                part.periodMillis(),
                termsIndex(part),
                feeIndex(part),
                inForce,
                -1);
        runs.computeIfAbsent(key, unseen -> new UsageRun(Split.wholeTo(account)))
                .add(part);
    }

    /** Takes a sale: of this period, or of an earlier one that may have been held until this. */
    public void add(SaleRevenue sale) {
        if (sale.amount().signum() == 0) {
            return;
        }
        long saleMillis = Math.floorDiv(sale.timeMillis(), endMillis - periodMillis) * (endMillis - periodMillis);
        BigInteger micro = sale.amount().multiply(Units.MICRO_PER_UNIT);
        for (String receiver : receiversOf(sale.model())) {
            FreezeHistory.Freeze freeze = history.freezes(receiver).atOrdinal(sale.ordinal());
            Split split = freeze == null ? history.splitAsOf(receiver, sale.ordinal()) : freeze.destination();
            if (isPaidNow(saleMillis, freeze)
                    && split != null
                    && split.accounts().contains(account)) {
                LineageRoute route = route(sale.model(), receiver);
                lines.add(new StatementLine(
                        saleMillis == periodMillis ? StatementLine.Kind.SALE : StatementLine.Kind.RELEASE,
                        sale.token(),
                        new StatementLine.Reason(
                                sale.model(),
                                null,
                                sale.timeMillis(),
                                sale.timeMillis(),
                                saleMillis,
                                saleMillis,
                                micro,
                                null,
                                null,
                                sale),
                        new StatementLine.Part(
                                receiver, route, 0, basisPoints(split), freeze == null ? null : freeze.index()),
                        part(Accrual.modelAmount(micro, 0, route.share()), split)));
            }
        }
    }

    /** Takes what the account, as a payer, had back at the close of this period. */
    public void addWithdrawal(String token, BigInteger micro) {
        if (micro.signum() == 0) {
            return;
        }
        lines.add(new StatementLine(
                StatementLine.Kind.WITHDRAWAL,
                token,
                new StatementLine.Reason(
                        null, account, periodMillis, periodMillis, periodMillis, periodMillis, micro, null, null, null),
                new StatementLine.Part(null, null, 0, Split.WHOLE, null),
                micro.multiply(Units.NUMERATOR_PER_MICRO)));
    }

    /** Everything that was told and is this account's, by token, kind and models. */
    public List<StatementLine> lines() {
        List<StatementLine> all = new ArrayList<>(lines);
        runs.forEach((key, run) -> all.add(line(key, run)));
        all.sort(StatementOrder.COMPARATOR);
        return all;
    }

    /** What the lines add up to, by token. */
    public static SortedMap<String, BigInteger> sums(Collection<StatementLine> lines) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        lines.forEach(line -> sums.merge(line.token(), line.numerator(), BigInteger::add));
        return sums;
    }

    /**
     * What is not in a dispute is paid in its own period. What is waits for the end: it is paid in the period of the end,
     * and what comes later still is paid at once.
     */
    private boolean isPaidNow(long accruedMillis, FreezeHistory.@Nullable Freeze freeze) {
        if (freeze == null || accruedMillis > periodMillis) {
            return accruedMillis == periodMillis;
        }
        boolean isOver = freeze.isOverBefore(endMillis);
        return isOver && (accruedMillis == periodMillis || !freeze.isOverBefore(periodMillis));
    }

    private StatementLine line(UsageRun.Key key, UsageRun run) {
        long feePpm = history.fees().get(key.fee()).value();
        String receiver = key.receivingModel();
        LineageRoute route = receiver == null ? null : route(key.earningModel(), receiver);
        BigInteger numerator = route == null
                ? Accrual.treasuryNumerator(run.micro(), feePpm)
                : part(Accrual.modelAmount(run.micro(), feePpm, route.share()), run.split());
        return new StatementLine(
                key.kind(),
                key.token(),
                new StatementLine.Reason(
                        key.earningModel(),
                        key.payer(),
                        run.firstMinuteMillis(),
                        run.lastMinuteMillis(),
                        key.bookedMillis(),
                        key.accruedMillis(),
                        run.micro(),
                        run.usage(),
                        history.terms(key.earningModel()).get(key.terms()).value(),
                        null),
                new StatementLine.Part(
                        receiver, route, feePpm, basisPoints(run.split()), key.freeze() < 0 ? null : key.freeze()),
                numerator);
    }

    private BigInteger part(BigInteger modelAmount, Split split) {
        return Accrual.split(modelAmount, split).getOrDefault(account, BigInteger.ZERO);
    }

    private int basisPoints(Split split) {
        return split.basisPoints().get(split.accounts().indexOf(account));
    }

    private int termsIndex(FundedPart part) {
        return known(history.terms(part.model()), part, "terms of model " + part.model() + " are");
    }

    private int feeIndex(FundedPart part) {
        return known(history.fees(), part, "fee is");
    }

    /** Where the value in force is. What accrued had one, so a history without it is not whole. */
    private static int known(List<? extends Dated<?>> values, FundedPart part, String what) {
        int inForce = History.indexInForce(values, part.minuteMillis());
        if (inForce < 0) {
            throw new IllegalStateException("no " + what + " known at " + Instant.ofEpochMilli(part.minuteMillis()));
        }
        return inForce;
    }

    /** The models behind which this account may be and that take part in the revenue of another. */
    private List<String> receiversOf(String earningModel) {
        return receiversOf.computeIfAbsent(earningModel, model -> history.family().shares(model).entrySet().stream()
                .filter(share -> share.getValue() > 0 && receivingModels.contains(share.getKey()))
                .map(Map.Entry::getKey)
                .toList());
    }

    private LineageRoute route(String earningModel, String receiver) {
        return knownRoutes.computeIfAbsent(new LineageKey(earningModel, receiver), key -> routes.computeIfAbsent(
                        earningModel, history.family()::routes)
                .to(receiver));
    }
}
