package dev.tributary.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedLine;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.simulation.MarketPlan;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What must be true of every run, each with its numbers. */
final class SelfChecks {
    private static final int LEAST_PERIODS = 3;
    private static final String REJECTED = "rejected.";

    private final DemoRun run;

    SelfChecks(DemoRun run) {
        this.run = run;
    }

    List<Check> all() {
        return Stream.concat(ofUsage().stream(), new MarketChecks(run).all().stream())
                .toList();
    }

    private List<Check> ofUsage() {
        return List.of(
                accountingEquation(),
                linesAsSent(),
                linesAsAudited(),
                conservation(),
                revenueAsPlanned(),
                rootAsAudited(),
                proofsAccepted(),
                claimsAreThePayables(),
                vaultHoldsTheRest(),
                periodsClosed());
    }

    private Check accountingEquation() {
        long reported = line("reported");
        long counted = line("counted");
        long duplicate = line("duplicate");
        long rejected = Progress.rejected(run.lines());
        long pending = line("pending");
        return new Check(
                "accounting equation",
                reported == counted + duplicate + rejected + pending && pending == 0,
                "reported %s = counted %s + duplicate %s + rejected %s + pending %s"
                        .formatted(
                                Amounts.count(reported),
                                Amounts.count(counted),
                                Amounts.count(duplicate),
                                Amounts.count(rejected),
                                Amounts.count(pending)));
    }

    private Check linesAsSent() {
        Map<String, Long> sent = new TreeMap<>();
        run.sent().rejected().forEach((reason, lines) -> sent.put(reason.name(), lines));
        Map<String, Long> counted = rejectedLines();
        boolean equal = line("reported") == run.sent().reported()
                && line("counted") == run.sent().counted()
                && line("duplicate") == run.sent().duplicate()
                && withoutZeros(sent).equals(withoutZeros(counted));
        return new Check(
                "lines as the gateways sent them",
                equal,
                "sent %s, of them %s to count, %s twice, %s to refuse for %d reasons"
                        .formatted(
                                Amounts.count(run.sent().reported()),
                                Amounts.count(run.sent().counted()),
                                Amounts.count(run.sent().duplicate()),
                                Amounts.count(sent.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()),
                                sent.size()));
    }

    private Check linesAsAudited() {
        LineAccounts audited = run.audit().lines();
        Map<String, Long> refusals = audited.refusals();
        boolean equal = audited.reported() == line("reported")
                && audited.counted() == line("counted")
                && audited.duplicate() == line("duplicate")
                && withoutZeros(audited.rejected()).equals(withoutZeros(rejectedLines()));
        boolean forgeriesRefused =
                run.sent().rejected().keySet().stream().map(RejectReason::name).allMatch(refusals::containsKey);
        return new Check(
                "lines as the auditor reads the log",
                equal && forgeriesRefused,
                "reported %s, counted %s, refusals %s"
                        .formatted(
                                Amounts.count(audited.reported()),
                                Amounts.count(audited.counted()),
                                Amounts.count(refusals.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())));
    }

    private Check conservation() {
        BigInteger accrued = run.earnedNumerators().values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger suspended = run.market().suspended();
        BigInteger revenue = total("revenueMicro").multiply(Units.NUMERATOR_PER_MICRO);
        BigInteger sales = total("saleMicro").multiply(Units.NUMERATOR_PER_MICRO);
        return new Check(
                "conservation to 10^-24",
                accrued.add(suspended).equals(revenue.add(sales)) && accrued.signum() > 0,
                "accrued %s + suspended %s = usage %s + sales %s, in 10^-24 base units"
                        .formatted(accrued, suspended, revenue, sales));
    }

    private Check revenueAsPlanned() {
        MarketPlan market = run.plan().market();
        BigInteger planned = run.expected().totalMicro();
        BigInteger plannedSales = market.licences()
                .netToVault(market.models(), DemoOptions.FEE_PPM)
                .multiply(Units.MICRO_PER_UNIT);
        return new Check(
                "revenue as the seed has it",
                total("revenueMicro").equals(planned) && total("saleMicro").equals(plannedSales),
                "usage sealed %s, planned %s; sales sealed %s, planned %s, in 10^-6 base units"
                        .formatted(total("revenueMicro"), planned, total("saleMicro"), plannedSales));
    }

    private Check rootAsAudited() {
        List<AuditedBatch> batches = run.audit().batches();
        String recomputed =
                batches.isEmpty() ? "none" : batches.get(batches.size() - 1).root();
        return new Check(
                "root on chain = root from the logs",
                recomputed.equals(run.vault().acceptedRoot())
                        && batches.size() == run.vault().acceptedEpoch(),
                "epoch %d on chain %s, recomputed over %d epochs %s"
                        .formatted(
                                run.vault().acceptedEpoch(), run.vault().acceptedRoot(), batches.size(), recomputed));
    }

    private Check proofsAccepted() {
        int accepted = run.claims().paid().size();
        List<String> refused = run.claims().refused();
        return new Check(
                "every proof accepted by the vault",
                refused.isEmpty() && accepted == run.leaves() && accepted > 0,
                "%d of %d leaves claimed%s"
                        .formatted(accepted, run.leaves(), refused.isEmpty() ? "" : "; refused " + refused));
    }

    private Check claimsAreThePayables() {
        BigInteger payables = auditedPayables().values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger claims = run.vault().claimedTotal();
        return new Check(
                "sum of claims = sum of payables",
                claims.equals(payables)
                        && run.claimedByLog().equals(payables)
                        && run.vault().acceptedTotal().equals(payables),
                "claimed %s on chain, %s in the table of claims, payable %s, in base units"
                        .formatted(claims, run.claimedByLog(), payables));
    }

    private Check vaultHoldsTheRest() {
        BigInteger rest = run.vault().received().subtract(run.vault().claimedTotal());
        return new Check(
                "vault holds received - claimed",
                run.vault().balance().equals(rest) && rest.signum() >= 0,
                "balance %s = received %s - claimed %s, in base units"
                        .formatted(
                                run.vault().balance(),
                                run.vault().received(),
                                run.vault().claimedTotal()));
    }

    private Check periodsClosed() {
        return new Check(
                "at least 3 periods closed",
                run.epochs().sealed() >= LEAST_PERIODS,
                "%d periods sealed, newest accepted epoch %d"
                        .formatted(run.epochs().sealed(), run.epochs().accepted()));
    }

    /** Base units by account, from the auditor's last word on each. */
    Map<String, BigInteger> auditedPayables() {
        Map<String, BigInteger> payables = new HashMap<>();
        for (AuditedBatch batch : run.audit().batches()) {
            for (AuditedLine line : batch.lines()) {
                payables.put(line.account(), line.cumulative());
            }
        }
        return payables;
    }

    /** Over all tokens of all sealed headers. */
    private BigInteger total(String member) {
        BigInteger sum = BigInteger.ZERO;
        for (String header : run.headers()) {
            for (JsonNode token : read(header).path("tokens")) {
                sum = sum.add(new BigInteger(token.required(member).asText()));
            }
        }
        return sum;
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A sealed header is not JSON: " + json, e);
        }
    }

    private long line(String name) {
        return run.lines().getOrDefault(name, 0L);
    }

    private Map<String, Long> rejectedLines() {
        Map<String, Long> rejected = new TreeMap<>();
        run.lines().forEach((name, lines) -> {
            if (name.startsWith(REJECTED)) {
                rejected.put(name.substring(REJECTED.length()), lines);
            }
        });
        return rejected;
    }

    private static Map<String, Long> withoutZeros(Map<String, Long> lines) {
        Map<String, Long> positive = new TreeMap<>(lines);
        positive.values().removeIf(count -> count == 0);
        return positive;
    }
}
