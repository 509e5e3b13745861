package dev.tributary.local.demo;

import dev.tributary.domain.money.Units;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.TokenTotal;
import dev.tributary.local.simulation.LicencePlan;
import dev.tributary.local.simulation.MarketPlan;
import dev.tributary.local.simulation.Measurement;
import dev.tributary.local.simulation.PlannedPurchase;
import dev.tributary.local.simulation.PlannedPurchase.End;
import dev.tributary.local.simulation.PlannedVerification;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What must be true of verification and sales in every run, each with its numbers. */
final class MarketChecks {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final DemoRun run;
    private final MarketFacts facts;
    private final MarketPlan market;
    private final LicencePlan plan;

    MarketChecks(DemoRun run) {
        this.run = run;
        this.facts = run.market();
        this.market = run.plan().market();
        this.plan = market.licences();
    }

    List<Check> all() {
        return List.of(
                scores(),
                licencePrices(),
                purchasesAsScripted(),
                escrow(),
                pricesDividedUp(),
                saleRoyalties(),
                disputeEnded(),
                revokedPasses());
    }

    /** The chain, the tables and the formula agree on every model, verified or not. */
    private Check scores() {
        Map<String, BigInteger> computed = new HashMap<>();
        market.models().forEach(model -> computed.put(model.id(), BigInteger.ZERO));
        plan.verifications()
                .forEach(
                        round -> computed.put(market.models().get(round.model()).id(), score(round)));
        Map<String, BigInteger> told = new HashMap<>(computed);
        told.replaceAll((model, score) -> BigInteger.ZERO);
        facts.scores().forEach(score -> told.put(score.model(), score.scorePpm()));
        return new Check(
                "scores: chain = table = medians",
                facts.scoresOnChain().equals(computed) && told.equals(computed),
                "%d models verified in %d rounds of %d reports; %d are unverified"
                        .formatted(
                                facts.scores().size(),
                                plan.verifications().size(),
                                LicencePlan.QUORUM,
                                market.models().size() - facts.scores().size()));
    }

    /** Buyers see beside every model, for sale or not, the price that the marketplace would take. */
    private Check licencePrices() {
        Map<String, BigInteger> scripted = new HashMap<>();
        for (int place = 0; place < market.models().size(); place++) {
            scripted.put(
                    market.models().get(place).id(), plan.listings().get(place).price());
        }
        return new Check(
                "licence prices: chain = table",
                facts.licencePrices().equals(scripted)
                        && facts.licencePricesOnChain().equals(scripted),
                "%d models, %d of them for sale"
                        .formatted(
                                scripted.size(),
                                scripted.values().stream()
                                        .filter(price -> price.signum() > 0)
                                        .count()));
    }

    private static BigInteger score(PlannedVerification round) {
        return median(round, Measurement::accuracyPpm)
                .multiply(median(round, Measurement::diversityPpm))
                .multiply(median(round, Measurement::absencePpm))
                .divide(MILLION.multiply(median(round, Measurement::costPpm)));
    }

    /** The middle one: the quorum is odd. */
    private static BigInteger median(PlannedVerification round, ToLongFunction<Measurement> of) {
        return BigInteger.valueOf(round.measurements().values().stream()
                .mapToLong(of)
                .sorted()
                .skip(LicencePlan.QUORUM / 2)
                .findFirst()
                .orElseThrow());
    }

    private Check purchasesAsScripted() {
        boolean equal = facts.purchases().size() == plan.purchases().size();
        for (int place = 0; equal && place < plan.purchases().size(); place++) {
            equal = isAsScripted(place, facts.purchases().get(place));
        }
        return new Check(
                "purchases as scripted",
                equal,
                "%d bought: %s"
                        .formatted(
                                facts.purchases().size(),
                                facts.purchases().stream()
                                        .map(MarketChecks::end)
                                        .collect(Collectors.groupingBy(
                                                end -> end, TreeMap::new, Collectors.counting()))));
    }

    private boolean isAsScripted(int place, MarketView.Purchase purchase) {
        PlannedPurchase planned = plan.purchases().get(place);
        BigInteger pass = planned.end() == End.RELEASED ? BigInteger.valueOf(plan.pass(place)) : null;
        return purchase.number() == place + 1L
                && purchase.model().equals(market.models().get(planned.model()).id())
                && purchase.buyer().equals(market.payers().get(planned.buyer()).address())
                && purchase.price().equals(planned.price())
                && end(purchase).equals(planned.end().name())
                && Objects.equals(purchase.pass(), pass);
    }

    private static String end(MarketView.Purchase purchase) {
        return purchase.refundedFor() == null ? purchase.state() : purchase.state() + "_FOR_" + purchase.refundedFor();
    }

    private Check escrow() {
        BigInteger locked = LicencePlan.prices(plan.ended(End.LOCKED));
        return new Check(
                "escrow = locked purchases",
                facts.escrowOnChain().equals(locked) && facts.escrow().equals(locked),
                "the marketplace holds %s, locked in the tables %s, scripted %s, in base units"
                        .formatted(facts.escrowOnChain(), facts.escrow(), locked));
    }

    private Check pricesDividedUp() {
        BigInteger released = facts.prices("RELEASED");
        BigInteger parts = facts.fees().add(facts.nets("SELLER")).add(facts.nets("VAULT"));
        String treasury = market.treasury().address();
        BigInteger earned = facts.fees().add(run.claims().paid().getOrDefault(treasury, BigInteger.ZERO));
        return new Check(
                "fee + seller + vault = price",
                parts.equals(released)
                        && released.equals(LicencePlan.prices(plan.ended(End.RELEASED)))
                        && facts.nets("VAULT").equals(plan.netToVault(market.models(), DemoOptions.FEE_PPM))
                        && earned.equals(facts.balances().get(treasury))
                        && refundsAreWithBuyers(),
                "%s + %s + %s = %s, in base units; %s refunded in full"
                        .formatted(
                                facts.fees(),
                                facts.nets("SELLER"),
                                facts.nets("VAULT"),
                                released,
                                facts.prices("REFUNDED")));
    }

    /** Buyers had exactly what their purchases cost, so what they hold now came back. */
    private boolean refundsAreWithBuyers() {
        Map<String, BigInteger> refunded = new HashMap<>();
        market.payers().forEach(payer -> refunded.put(payer.address(), BigInteger.ZERO));
        facts.purchases().stream()
                .filter(purchase -> purchase.state().equals("REFUNDED"))
                .forEach(purchase -> refunded.merge(purchase.buyer(), purchase.price(), BigInteger::add));
        return refunded.entrySet().stream()
                .allMatch(payer -> payer.getValue().equals(facts.balances().get(payer.getKey())));
    }

    /** The auditor's own sums: what sales brought, and what charges and sales together brought to models. */
    private Check saleRoyalties() {
        BigInteger sold = audited(TokenTotal.Kind.SOLD);
        BigInteger accrued = audited(TokenTotal.Kind.ROYALTIES);
        BigInteger ofCharges = audited(TokenTotal.Kind.REVENUE)
                .multiply(Units.NUMERATOR_PER_MICRO)
                .subtract(audited(TokenTotal.Kind.FEE));
        BigInteger ofSales = accrued.subtract(ofCharges);
        return new Check(
                "sale royalties = net of sales",
                sold.equals(facts.nets("VAULT"))
                        && ofSales.equals(sold.multiply(BigInteger.TEN.pow(24)))
                        && sold.equals(plan.netToVault(market.models(), DemoOptions.FEE_PPM)),
                "%s base units through the vault, %s of 10^-24 accrued along the lineage by the auditor"
                        .formatted(sold, ofSales));
    }

    private BigInteger audited(TokenTotal.Kind kind) {
        return run.audit().batches().stream()
                .map(AuditedBatch::totals)
                .flatMap(List::stream)
                .map(total -> total.amounts().getOrDefault(kind, BigInteger.ZERO))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private Check disputeEnded() {
        BigInteger redirected =
                run.earnedNumerators().getOrDefault(plan.claimant().address(), BigInteger.ZERO);
        return new Check(
                "nothing is left in suspense",
                facts.suspended().signum() == 0,
                "%s was frozen; its claimant got %s tUSD instead"
                        .formatted(
                                market.models().get(plan.disputed()).name(),
                                Amounts.tokenFromNumeratorDown(redirected)));
    }

    private Check revokedPasses() {
        Map<String, Long> scripted = new HashMap<>();
        if (plan.revoked() >= 0) {
            PlannedPurchase revoked = plan.purchases().get(plan.revoked());
            scripted.put(market.payers().get(revoked.buyer()).address(), 1L);
        }
        long issued =
                facts.passes().values().stream().mapToLong(Long::longValue).sum();
        return new Check(
                "strikes: chain = table = revoked",
                facts.strikes().equals(scripted)
                        && facts.strikesOnChain().equals(scripted)
                        && issued == plan.ended(End.RELEASED).size()
                        && facts.passes().getOrDefault("REVOKED", 0L) == scripted.size(),
                "%d passes, %d revoked; %s lines under a revoked pass refused"
                        .formatted(
                                issued,
                                facts.passes().getOrDefault("REVOKED", 0L),
                                Amounts.count(run.lines().getOrDefault("rejected.PASS_INVALID", 0L))));
    }
}
