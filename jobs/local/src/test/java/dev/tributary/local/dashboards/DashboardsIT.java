package dev.tributary.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.LocalStack;
import dev.tributary.local.PrometheusServer;
import dev.tributary.local.demo.PlayedMarket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every dashboard as Grafana would open it over the market of the demo, which has everything that there is to see: escrow,
 * refusals, several epochs, a price that changed, a family on four levels, a dispute, latencies and errors. Every query is
 * asked as the role that Grafana signs in with.
 */
final class DashboardsIT {
    private static final long SEED = 7;
    private static final long LINES = 3_000;
    private static final Path TABLE = Path.of("target/dashboards.md");

    private static final PanelReport REPORT = new PanelReport();
    private static final List<String> PATHS = new ArrayList<>();
    private static int accounts;
    private static String unit = "";

    @BeforeAll
    static void lookAround() throws Exception {
        Instant from = Instant.now().minusSeconds(30);
        PlayedMarket.play(SEED, LINES, (stack, deployment) -> {
            try (PostgresSource postgres =
                    PostgresSource.signIn(stack.database().login(DatabaseRole.READ))) {
                if (PrometheusServer.isInstalled()) {
                    try (ScrapedMarket scraped = ScrapedMarket.of(stack, deployment)) {
                        Instant now = Instant.now();
                        open(
                                postgres,
                                new PrometheusSource(scraped.prometheus().url(), now.minusSeconds(30), now),
                                from,
                                now);
                    }
                } else {
                    open(postgres, null, from, Instant.now());
                }
            }
            comparePaths(stack, deployment);
            unit = unit(stack);
        });
        REPORT.write(TABLE);
    }

    private static void open(PostgresSource postgres, @Nullable PrometheusSource prometheus, Instant from, Instant to)
            throws Exception {
        PanelQueries queries = new PanelQueries(postgres, prometheus, from, to, REPORT);
        for (Dashboard dashboard : Dashboard.all()) {
            queries.open(dashboard);
        }
    }

    /** What the dashboards say of where earnings come from, against what was sealed. */
    private static void comparePaths(LocalStack stack, Deployment deployment) throws Exception {
        try (Connection reader = stack.database().login(DatabaseRole.READ).connect();
                PreparedStatement query = reader.prepareStatement("""
                        select s.account, s.numerator as sealed, p.numerator as explained
                        from (select chain_id, vault, account, sum(numerator) as numerator from tributary.settled_line
                              where chain_id = ? and vault = ? group by chain_id, vault, account) s
                        left join lateral (select sum(numerator) as numerator
                                           from tributary.earning_by_path(s.chain_id, s.vault, s.account, '-infinity',
                                                                          'infinity')) p on true
                        """)) {
            query.setLong(1, deployment.chainId());
            query.setString(2, deployment.address(Deployment.ROYALTY_VAULT));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    accounts++;
                    if (rows.getBigDecimal("explained") == null
                            || rows.getBigDecimal("sealed").compareTo(rows.getBigDecimal("explained")) != 0) {
                        PATHS.add(rows.getString("account") + ": sealed " + rows.getBigDecimal("sealed")
                                + ", explained " + rows.getBigDecimal("explained"));
                    }
                }
            }
        }
    }

    private static String unit(LocalStack stack) throws Exception {
        try (Connection reader = stack.database().login(DatabaseRole.READ).connect();
                Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select string_agg(symbol || ' ' || decimals, ', ') from tributary.vault_token")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void everyPanelShowsSomethingAndNoQueryFails() {
        assertThat(REPORT.problems()).isEmpty();
        assertThat(REPORT.panels()).isGreaterThan(60);
    }

    @Test
    void panelsOverPrometheusAreAskedToo() {
        PrometheusServer.assumeInstalled();
        assertThat(REPORT.panels()).isEqualTo(everyPanel());
    }

    private static int everyPanel() {
        try {
            return Dashboard.all().stream()
                    .mapToInt(dashboard -> dashboard.panels().size())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void amountsAreInTheUnitThatTheTokenNames() {
        assertThat(unit).isEqualTo("tUSD 6");
    }

    @Test
    void earningsByPathSumToWhatEveryAccountWasCredited() {
        assertThat(PATHS).isEmpty();
        assertThat(accounts).isGreaterThan(10);
    }
}
