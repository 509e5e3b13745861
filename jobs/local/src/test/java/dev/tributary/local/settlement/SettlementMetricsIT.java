package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.money.Units;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.PrometheusServer;
import dev.tributary.local.monitoring.Alerts;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.run.SettlementMetric;
import dev.tributary.settlement.serving.ServeMetric;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;

/** The settlement run and the endpoint as processes of their own, and Prometheus that scrapes them. */
@Timeout(240)
final class SettlementMetricsIT {
    private static final long SEED = 29;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> OF_THE_VAULT = List.of(
            "TributaryVaultShort", "TributaryClaimsFailing", "TributarySettlementHalted", "TributaryConservationError");

    @BeforeAll
    static void needPrometheus() {
        PrometheusServer.assumeInstalled();
    }

    @Test
    void everyMetricOfTheRunAndTheEndpointIsScrapedAndAVaultThatIsRobbedRaisesTheAlarm(@TempDir Path folder)
            throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
                EmbeddedDatabase database = EmbeddedDatabase.start()) {
            Settled settled = Settled.deploy(chain, database, folder);
            settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
            settled.settle();
            claimOne(settled);
            Path config = configure(settled, folder);
            try (TributaryProcess settle = TributaryProcess.start(
                            "settle", "--watch", "--metrics-port", "0", "--config", config.toString());
                    TributaryProcess serve =
                            TributaryProcess.start("serve", "--port", "0", "--config", config.toString());
                    PrometheusServer prometheus = PrometheusServer.start(
                            Map.of("settle", settle.address(), "serve", serve.address()), List.of(Alerts.RULES))) {
                await().atMost(LONG).untilAsserted(() -> assertThat(scraped(prometheus, "settle"))
                        .isEqualTo(settlement(metric -> true)));
                Set<String> served = settlement(metric -> !metric.isOfARun());
                Arrays.stream(ServeMetric.values()).forEach(metric -> List.of("_count", "_sum", "_max")
                        .forEach(part -> served.add(metric.metricName() + part)));
                await().atMost(LONG).untilAsserted(() -> assertThat(scraped(prometheus, "serve"))
                        .isEqualTo(served));
                await().atMost(LONG).untilAsserted(() -> assertHealthy(prometheus, settled));

                rob(settled);

                await().atMost(LONG).untilAsserted(() -> {
                    assertThat(number(prometheus, SettlementMetric.CLAIMS_FAILING))
                            .isPositive();
                    assertThat(number(prometheus, SettlementMetric.VAULT_HOLDINGS))
                            .isEqualTo(1);
                    assertThat(Alerts.firing(prometheus)).contains("TributaryVaultShort", "TributaryClaimsFailing");
                });
                assertThat(settle.said()).anyMatch(line -> line.contains("CLAIM_FAILING: the claim of 0x"));
            }
        }
    }

    private static void assertHealthy(PrometheusServer prometheus, Settled settled) throws Exception {
        BigInteger holdings = settled.marketplace
                .token(settled.chain, DevAccounts.at(0))
                .balanceOf(settled.vault.address())
                .send();
        assertThat(number(prometheus, SettlementMetric.VAULT_HOLDINGS)).isEqualTo(holdings.doubleValue());
        assertThat(number(prometheus, SettlementMetric.VAULT_OBLIGATIONS)).isEqualTo(holdings.doubleValue());
        assertThat(number(prometheus, SettlementMetric.CLAIMS_TRIED)).isPositive();
        assertThat(number(prometheus, SettlementMetric.CLAIMS_FAILING)).isZero();
        assertThat(number(prometheus, SettlementMetric.CLAIMS)).isEqualTo(1);
        assertThat(number(prometheus, SettlementMetric.CHALLENGE_WINDOW)).isEqualTo((double) Settled.WINDOW_SECONDS);
        assertThat(number(prometheus, SettlementMetric.SUBMITTER_BALANCE)).isGreaterThan(1e18);
        assertThat(number(prometheus, SettlementMetric.UNACCOUNTED_LINES)).isZero();
        assertThat(number(prometheus, SettlementMetric.CONSERVATION_ERROR)).isZero();
        assertThat(Alerts.broken(prometheus)).isEmpty();
        assertThat(Alerts.firing(prometheus)).doesNotContainAnyElementsOf(OF_THE_VAULT);
    }

    /** The vault's code does not allow it; the dev chain does. */
    private static void rob(Settled settled) throws Exception {
        String vault = settled.vault.address();
        BigInteger all = settled.marketplace
                .token(settled.chain, DevAccounts.at(0))
                .balanceOf(vault)
                .send()
                .subtract(BigInteger.ONE);
        String transfer = FunctionEncoder.encode(new Function(
                "transfer", List.of(new Address(DevAccounts.at(9).getAddress()), new Uint256(all)), List.of()));
        settled.chain.command("anvil_setBalance", vault, "0xde0b6b3a7640000");
        settled.chain.command("anvil_impersonateAccount", vault);
        settled.chain.command(
                "eth_sendTransaction", Map.of("from", vault, "to", settled.marketplace.token(), "data", transfer));
        settled.chain.mine(3);
    }

    /** At the vault, and in the table of claims as RoyaltyJob writes it. */
    private static void claimOne(Settled settled) throws Exception {
        String account = settled.batchLines(1).stream()
                .filter(line -> line.numerator().compareTo(Units.NUMERATOR_PER_UNIT) > 0)
                .findFirst()
                .orElseThrow()
                .account();
        BigInteger paid = settled.claim(account);
        settled.chain.mine(3);
        StoredProof proof = settled.proofs(account).get(0);
        try (Connection connection = settled.database.login(DatabaseRole.JOBS).connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into tributary.claim values (?, '0x1', 0, ?, ?, ?, ?, ?, 1, now())")) {
            insert.setLong(1, settled.vault.chainId());
            insert.setString(2, settled.vault.address());
            insert.setString(3, account);
            insert.setString(4, proof.leaf().token());
            insert.setBigDecimal(5, new BigDecimal(paid));
            insert.setBigDecimal(6, new BigDecimal(paid));
            insert.executeUpdate();
        }
    }

    private static Path configure(Settled settled, Path folder) throws IOException {
        DatabaseLogin login = settled.database.login(DatabaseRole.SETTLEMENT);
        KeySource.Keystore key = (KeySource.Keystore) settled.key;
        return Files.write(
                folder.resolve("settlement.properties"),
                List.of(
                        "chain.id=" + DevChain.CHAIN_ID,
                        "contract.royalty-vault=" + settled.vault.address(),
                        "chain.rpc-url=" + settled.chain.url(),
                        "database.url=" + login.url(),
                        "database.password-file=" + login.passwordFile(),
                        "reader.password-file="
                                + settled.database.login(DatabaseRole.READ).passwordFile(),
                        "submitter.keystore=" + key.file(),
                        "submitter.passphrase-file=" + key.passphraseFile(),
                        "output.directory=" + folder.resolve("epochs"),
                        "watch.interval=500ms"));
    }

    private static Set<String> settlement(Predicate<SettlementMetric> which) {
        return Arrays.stream(SettlementMetric.values())
                .filter(which)
                .map(SettlementMetric::metricName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of what one program shows; all of ours, so that none is left out of the enums either. */
    private static Set<String> scraped(PrometheusServer prometheus, String job) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode series :
                prometheus.query("count by (__name__) ({job=\"" + job + "\", __name__=~\"tributary_.*\"})")) {
            names.add(series.path("metric").path("__name__").asText());
        }
        return names;
    }

    /** As the run shows it. */
    private static double number(PrometheusServer prometheus, SettlementMetric metric) throws IOException {
        List<JsonNode> series = prometheus.query(metric.metricName() + "{job=\"settle\"}");
        assertThat(series).as(metric.metricName()).hasSize(1);
        return series.get(0).path("value").path(1).asDouble();
    }
}
