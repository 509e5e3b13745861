package dev.tributary.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.lineage.LineageGraph;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The views of the dashboards over rows made by hand. */
final class DashboardViewsIT {
    private static final long SEED = 11;
    private static final int CHAIN = 1;
    private static final String ALICE = address("a");
    private static final String BOB = address("b");
    private static final String CAROL = address("c");
    private static final String TOKEN = address("e");

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static String address(String digit) {
        return "0x" + digit.repeat(40);
    }

    private static String model(int number) {
        return "0x%064x".formatted(number);
    }

    @Test
    void amountsKeepEveryDigit() throws Exception {
        assertThat(numbers(
                        "select tributary.in_tokens(115792089237316195423570985008687907853269984665640564039457, 54)"))
                .containsExactly(new BigDecimal("115792.089237316195423570985008687907853269984665640564039457"));
        assertThat(numbers("select tributary.in_tokens(1, 30)")).containsExactly(new BigDecimal("1E-30"));
        assertThat(numbers("select tributary.in_tokens(25000000, 6)")).containsExactly(new BigDecimal("25"));
    }

    @Test
    void anNftIsOfTheModelWithTheSame256Bits() throws Exception {
        BigInteger two = BigInteger.TWO;
        assertThat(texts("select tributary.model_of_token_id(n) from unnest(array[255, " + two.pow(255) + ", "
                        + two.pow(256).subtract(BigInteger.ONE) + "]) n"))
                .containsExactly(model(255), "0x8" + "0".repeat(63), "0x" + "f".repeat(64));
    }

    @Test
    void aTokenOfUnknownDecimalsIsShownInBaseUnits() throws Exception {
        String vault = address("1");
        listToken(vault, address("9"));
        assertThat(texts("select symbol || ' ' || decimals from tributary.vault_token where vault = '" + vault + "'"))
                .containsExactly("base units of 0x999999 0");
    }

    @Test
    void sharesAreThoseOfTheLineageRules() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int family = 0; family < 12; family++) {
            String vault = address("2").substring(0, 40) + "%02d".formatted(family);
            LineageGraph graph = new LineageGraph();
            List<Integer> level = new ArrayList<>();
            int models = 4 + random.nextInt(20);
            for (int number = 1; number <= models; number++) {
                List<String> parents = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0 && number > 1; i--) {
                    String parent = model(1 + random.nextInt(number - 1));
                    if (!parents.contains(parent)) {
                        parents.add(parent);
                    }
                }
                RoyaltyPolicy policy = random.nextBoolean() ? RoyaltyPolicy.LAP : RoyaltyPolicy.LRP;
                long share = 1L + random.nextInt(2_999_999);
                graph.register(model(number), policy, share, parents);
                register(vault, number, ALICE, policy.name(), share, parents);
                level.add(number);
            }
            for (int number : level) {
                assertThat(shares(vault, model(number)))
                        .as("model " + number + " of family " + family)
                        .isEqualTo(graph.shares(model(number)));
            }
        }
    }

    @Test
    void moneyThatComesBackToItsPayerIsACandidateForWashUsage() throws Exception {
        String vault = address("3");
        listToken(vault, TOKEN);
        register(vault, 1, ALICE, "LRP", 10_000_000, List.of());
        register(vault, 2, BOB, "LRP", 0, List.of(model(1)));
        execute("insert into tributary.token_unit values (" + CHAIN + ", '" + TOKEN + "', 'tUSD', 6)");
        spend(vault, ALICE, 20_000_000);
        spend(vault, BOB, 70_000_000);
        spend(vault, CAROL, 10_000_000);

        assertThat(texts(
                        "select \"Payer\" || ' ' || round(\"Spent\", 2) || ' ' || round(\"Part of the model's revenue\", 2) || ' '"
                                + " || round(\"Comes back\", 2) from ("
                                + panel("Integrity", "Candidates for wash usage", vault)
                                + ") candidates"))
                .containsExactly(BOB + " 70.00 0.70 0.90", ALICE + " 20.00 0.20 0.10", CAROL + " 10.00 0.10 0.00");
    }

    private static String panel(String dashboard, String title, String vault) throws Exception {
        Interpolation chosen = new Interpolation(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"), PanelQueries.INTERVAL);
        chosen.choose("chain", Interpolation.Choice.of("1", "1"));
        chosen.choose("vault", Interpolation.Choice.of(vault, vault));
        chosen.choose("token", Interpolation.Choice.of("tUSD", TOKEN));
        return Dashboard.all().stream()
                .filter(one -> one.title().equals(dashboard))
                .flatMap(one -> one.panels().stream())
                .filter(one -> one.title().startsWith(title))
                .map(one -> chosen.sql(one.targets().get(0).path("rawSql").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static void spend(String vault, String payer, long baseUnits) throws SQLException {
        execute("insert into tributary.charge_position values (" + CHAIN + ", '" + vault
                + "', '2026-01-01 01:00Z', '2026-01-01 01:00Z', '" + TOKEN + "', '" + payer + "', '" + model(2)
                + "', '2026-01-01 01:10Z', " + baseUnits + "000000, 0, 0, 0, " + baseUnits + "000000, 1, 1, 1, 1, 1)");
    }

    private static void register(
            String vault, int number, String owner, String policy, long share, List<String> parents)
            throws SQLException {
        execute("insert into tributary.model values (" + CHAIN + ", '" + vault + "', '" + model(number) + "', '" + owner
                + "', null, 'raw', '{" + String.join(",", parents) + "}', '" + policy + "', " + share + ", now(), "
                + number
                + ")");
        event(
                vault,
                100 + number,
                "ModelRegistry",
                "ModelRegistered",
                "{\"modelId\":\"" + model(number) + "\",\"owner\":\"" + owner + "\"}");
    }

    private static void listToken(String vault, String token) throws SQLException {
        event(vault, 1, "RoyaltyVault", "TokenAdded", "{\"token\":\"" + token + "\"}");
    }

    private static void event(String vault, int ordinal, String contract, String event, String args)
            throws SQLException {
        execute("insert into tributary.chain_event values (" + CHAIN + ", '" + vault + "', " + ordinal + ", '"
                + contract + "', '0x', '" + event + "', '" + args + "', 1, '0x', 1, '0x', " + ordinal + ")");
    }

    private static Map<String, Long> shares(String vault, String model) throws SQLException {
        try (Connection reader = database.login(DatabaseRole.READ).connect();
                PreparedStatement query =
                        reader.prepareStatement("select receiver, share from tributary.lineage_share(?, ?, ?)")) {
            query.setLong(1, CHAIN);
            query.setString(2, vault);
            query.setString(3, model);
            Map<String, Long> shares = new TreeMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    shares.put(rows.getString(1), rows.getLong(2));
                }
            }
            return shares;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(String sql) throws SQLException {
        try (Connection reader = database.login(DatabaseRole.READ).connect();
                Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static List<BigDecimal> numbers(String sql) throws SQLException {
        return texts(sql).stream().map(BigDecimal::new).toList();
    }
}
