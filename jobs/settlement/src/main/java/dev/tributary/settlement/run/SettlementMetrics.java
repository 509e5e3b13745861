package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Measures;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.BatchState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures a vault's settlement, read from the tables when asked, and shows it in Prometheus' text format. Amounts are
 * shown as Prometheus can, which is rounded; no decision rests on them.
 */
public final class SettlementMetrics {
    private final Ledger ledger;
    private final VaultId vault;
    private final @Nullable Runner runner;
    private final InstantSource clock;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<SettlementMetric, MultiGauge> gauges = new EnumMap<>(SettlementMetric.class);
    private @Nullable Instant lastPass;
    private @Nullable Problem lastProblem;
    private @Nullable VaultWatch watched;

    /**
     * Who settles.
     *
     * @param account signs and pays the fees
     * @param transactionFeeLimitWei the most that one transaction may cost
     */
    public record Runner(String account, BigInteger transactionFeeLimitWei) {}

    /** @param runner whose passes and fees are shown, too; null for what the tables alone tell */
    public SettlementMetrics(Ledger ledger, VaultId vault, @Nullable Runner runner, InstantSource clock) {
        this.ledger = ledger;
        this.vault = vault;
        this.runner = runner;
        this.clock = clock;
        Tags common = Tags.of("chain", Long.toString(vault.chainId()), "vault", vault.address());
        for (SettlementMetric metric : SettlementMetric.values()) {
            if (runner == null && metric.isOfARun()) {
                continue;
            }
            gauges.put(
                    metric,
                    MultiGauge.builder(metric.metricName())
                            .description(metric.meaning())
                            .tags(common)
                            .register(registry));
        }
    }

    /** For what else the same program measures. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A pass came to its end. */
    public synchronized void passed() {
        lastPass = clock.instant();
        lastProblem = null;
    }

    /** A pass was cut short. */
    public synchronized void failed(Problem problem) {
        lastProblem = problem;
    }

    /** The node was asked about the vault. */
    synchronized void watched(VaultWatch seen) {
        watched = seen;
    }

    /** Everything as of now, in Prometheus' text format. */
    public synchronized String scrape() {
        Instant now = clock.instant();
        Measures measures = ledger.read(session -> Measures.of(session, vault, runner == null ? "" : runner.account()));
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        for (BatchState state : BatchState.values()) {
            states.add(row("state", state.name(), measures.batches().getOrDefault(state.name(), 0L)));
        }
        show(SettlementMetric.BATCHES, states);
        show(SettlementMetric.OLDEST_OPEN_SECONDS, List.of(seconds(measures.oldestOpen(), now)));
        show(SettlementMetric.TRANSACTION_PENDING_SECONDS, List.of(seconds(measures.pendingSince(), now)));
        show(SettlementMetric.UNSETTLED, byToken(measures.unsettled()));
        show(SettlementMetric.UNFUNDED, byToken(measures.unfunded()));
        show(SettlementMetric.CONSERVATION_ERROR, byToken(measures.conservationError()));
        show(SettlementMetric.UNACCOUNTED_LINES, alone(measures.unaccountedLines()));
        show(SettlementMetric.CLAIMED, byToken(measures.claimed()));
        show(SettlementMetric.CLAIMS, alone(measures.claims()));
        if (runner != null) {
            showRun(runner, measures);
        }
        return registry.scrape();
    }

    private void showRun(Runner by, Measures measures) {
        show(SettlementMetric.FEE_SPENT_WEI, List.of(row("account", by.account(), measures.feeSpentWei())));
        show(SettlementMetric.TRANSACTION_FEE_LIMIT, alone(by.transactionFeeLimitWei()));
        show(SettlementMetric.LAST_PASS_SECONDS, alone(lastPass == null ? 0 : lastPass.getEpochSecond()));
        show(
                SettlementMetric.LAST_PASS_PROBLEM,
                List.of(row("code", lastProblem == null ? "NONE" : lastProblem.name(), lastProblem == null ? 0 : 1)));
        if (watched != null) {
            showVault(by, watched);
        }
    }

    private void showVault(Runner by, VaultWatch seen) {
        show(SettlementMetric.SUBMITTER_BALANCE, List.of(row("account", by.account(), seen.submitterBalanceWei())));
        show(SettlementMetric.CHALLENGE_WINDOW, alone(seen.challengeWindowSeconds()));
        SortedMap<String, BigInteger> holdings = new TreeMap<>();
        SortedMap<String, BigInteger> obligations = new TreeMap<>();
        seen.solvency().forEach((token, solvency) -> {
            holdings.put(token, solvency.holdings());
            obligations.put(token, solvency.obligations());
        });
        show(SettlementMetric.VAULT_HOLDINGS, byToken(holdings));
        show(SettlementMetric.VAULT_OBLIGATIONS, byToken(obligations));
        show(SettlementMetric.CLAIMS_TRIED, alone(seen.claimsTried()));
        show(SettlementMetric.CLAIMS_FAILING, alone(seen.claimsFailing()));
    }

    private void show(SettlementMetric metric, List<MultiGauge.Row<?>> rows) {
        MultiGauge gauge = gauges.get(metric);
        if (gauge == null) {
            throw new IllegalStateException(metric + " was not registered");
        }
        gauge.register(rows, true);
    }

    private static List<MultiGauge.Row<?>> byToken(SortedMap<String, BigInteger> amounts) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        amounts.forEach((token, amount) -> rows.add(row("token", token, amount)));
        return rows;
    }

    private static List<MultiGauge.Row<?>> alone(Number value) {
        return List.of(MultiGauge.Row.of(Tags.empty(), value));
    }

    private static MultiGauge.Row<?> row(String label, String value, Number amount) {
        return MultiGauge.Row.of(Tags.of(label, value), amount);
    }

    private static MultiGauge.Row<?> seconds(@Nullable Instant since, Instant now) {
        return MultiGauge.Row.of(
                Tags.empty(), since == null ? 0 : Math.max(0, now.getEpochSecond() - since.getEpochSecond()));
    }
}
