package dev.tributary.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.local.StackException;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.simulation.PlannedModel;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All numbers of a run as JSON. Amounts are texts of integers: `…Micro` in 10^-6, `numerator` in 10^-24 base units. */
final class DemoReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REJECTED = "rejected.";

    private final DemoRun run;
    private final List<Check> checks;

    DemoReport(DemoRun run, List<Check> checks) {
        this.run = run;
        this.checks = checks;
    }

    void write(Path file) {
        try {
            Files.writeString(
                    file,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document()) + System.lineSeparator());
        } catch (IOException e) {
            throw new StackException(
                    "REPORT_NOT_WRITTEN",
                    "Cannot write " + file + ".",
                    String.valueOf(e),
                    "Name a file in a folder that you may write to.",
                    e);
        }
    }

    private ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode verdicts = document.putArray("checks");
        checks.forEach(check -> verdicts.addObject()
                .put("name", check.name())
                .put("ok", check.ok())
                .put("detail", check.detail()));
        document.put("seed", run.options().seed());
        document.set("lines", lines());
        document.set("speed", speed());
        document.set("models", models());
        document.set("accounts", accounts());
        document.set("scores", scores());
        document.set("purchases", purchases());
        document.set("batches", batches());
        document.set("vault", vault());
        return document;
    }

    private ObjectNode lines() {
        ObjectNode lines = JSON.createObjectNode();
        lines.put("reported", run.lines().getOrDefault("reported", 0L));
        lines.put("counted", run.lines().getOrDefault("counted", 0L));
        lines.put("duplicate", run.lines().getOrDefault("duplicate", 0L));
        ObjectNode rejected = lines.putObject("rejected");
        Map<String, Long> byReason = new TreeMap<>(run.audit().lines().rejected());
        run.audit().lines().refusals().keySet().forEach(reason -> byReason.putIfAbsent(reason, 0L));
        byReason.replaceAll((reason, audited) -> run.lines().getOrDefault(REJECTED + reason, 0L));
        byReason.forEach(rejected::put);
        return lines;
    }

    private ObjectNode speed() {
        long reported = run.lines().getOrDefault("reported", 0L);
        return JSON.createObjectNode()
                .put("trafficMillis", run.trafficMillis())
                .put("settledMillis", run.settledMillis())
                .put("reportedLinesPerSecond", reported * 1_000 / Math.max(1, run.trafficMillis()))
                .put("settledLinesPerSecond", reported * 1_000 / Math.max(1, run.settledMillis()));
    }

    private ArrayNode models() {
        ArrayNode models = JSON.createArrayNode();
        for (PlannedModel model : run.plan().market().models()) {
            LedgerView.ModelUsage own = run.own().getOrDefault(model.id(), LedgerView.ModelUsage.NONE);
            LedgerView.ModelUsage others = run.downstream().getOrDefault(model.id(), LedgerView.ModelUsage.NONE);
            models.addObject()
                    .put("name", model.name())
                    .put("model", model.id())
                    .put("level", model.depth())
                    .put("policy", model.policy().name())
                    .put("share", model.share())
                    .put("lines", own.lines())
                    .put("inputTokens", own.inputTokens().toString())
                    .put("outputTokens", own.outputTokens().toString())
                    .put("computeMillis", own.computeMillis().toString())
                    .put("revenueMicro", own.revenueMicro().toString())
                    .put("downstreamLines", others.lines())
                    .put("downstreamRevenueMicro", others.revenueMicro().toString());
        }
        return models;
    }

    private ArrayNode accounts() {
        Map<String, String> names = run.plan().market().payeeNames();
        ArrayNode accounts = JSON.createArrayNode();
        new TreeMap<>(run.earnedNumerators()).forEach((account, numerator) -> accounts.addObject()
                .put("account", account)
                .put("name", names.getOrDefault(account, ""))
                .put("numerator", numerator.toString())
                .put(
                        "claimed",
                        run.claims()
                                .paid()
                                .getOrDefault(account, BigInteger.ZERO)
                                .toString()));
        return accounts;
    }

    private ArrayNode scores() {
        ArrayNode scores = JSON.createArrayNode();
        for (MarketView.Score score : run.market().scores()) {
            scores.addObject()
                    .put("model", score.model())
                    .put("format", score.format())
                    .put("rank", score.rank())
                    .put("scorePpm", score.scorePpm().toString())
                    .put("round", score.round())
                    .put("licencePrice", score.licencePrice().toString())
                    .put("minimumScorePpm", score.minimumScorePpm().toString())
                    .put("passRequired", score.passRequired());
        }
        return scores;
    }

    private ArrayNode purchases() {
        ArrayNode purchases = JSON.createArrayNode();
        for (MarketView.Purchase purchase : run.market().purchases()) {
            purchases
                    .addObject()
                    .put("purchase", purchase.number())
                    .put("model", purchase.model())
                    .put("buyer", purchase.buyer())
                    .put("price", purchase.price().toString())
                    .put("state", purchase.state())
                    .put("refundedFor", purchase.refundedFor())
                    .put("netTo", purchase.netTo())
                    .put("pass", text(purchase.pass()))
                    .put("fee", text(purchase.fee()))
                    .put("net", text(purchase.net()));
        }
        return purchases;
    }

    private static @Nullable String text(@Nullable BigInteger number) {
        return number == null ? null : number.toString();
    }

    private ArrayNode batches() {
        ArrayNode batches = JSON.createArrayNode();
        for (AuditedBatch batch : run.audit().batches()) {
            batches.addObject()
                    .put("epoch", batch.epoch())
                    .put("periodStartMillis", batch.periodStartMillis())
                    .put("periodEndMillis", batch.periodEndMillis())
                    .put("lines", batch.lines().size())
                    .put("root", batch.root());
        }
        return batches;
    }

    private ObjectNode vault() {
        return JSON.createObjectNode()
                .put("acceptedEpoch", run.vault().acceptedEpoch())
                .put("acceptedRoot", run.vault().acceptedRoot())
                .put("received", run.vault().received().toString())
                .put("acceptedTotal", run.vault().acceptedTotal().toString())
                .put("claimedTotal", run.vault().claimedTotal().toString())
                .put("balance", run.vault().balance().toString());
    }
}
