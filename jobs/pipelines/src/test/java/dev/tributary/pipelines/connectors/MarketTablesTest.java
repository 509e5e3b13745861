package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.market.AccessPass;
import dev.tributary.pipelines.market.BenchmarkReport;
import dev.tributary.pipelines.market.ModelTerms;
import dev.tributary.pipelines.market.ModelVerification;
import dev.tributary.pipelines.market.Purchase;
import dev.tributary.pipelines.market.Purchase.State;
import dev.tributary.pipelines.royalties.DescribedModel;
import dev.tributary.pipelines.royalties.RegisteredModel;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows may be written again in any order of a restored job's: what is there never goes back. Each test has its vault. */
final class MarketTablesTest {
    private static final long CHAIN = 1;
    private static final long PAST = 1_000;
    /** In the year 2200. */
    private static final long FUTURE = 7_258_118_400_000L;

    private static final BigInteger PRICE = BigInteger.valueOf(500);

    @SuppressWarnings("NullAway.Init") // started before all tests
    private static JobsDatabase database;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        database = new JobsDatabase(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    private static DeploymentRows rows(String vault) {
        return new DeploymentRows(database.access(10_000), CHAIN, vault);
    }

    private static MarketTables tables(String vault) {
        return new MarketTables(rows(vault));
    }

    @SuppressWarnings("try") // nothing interrupts the test
    private static <T> void write(UpsertSink<T> sink, List<T> rows) throws Exception {
        try (SinkWriter<T> writer = sink.writer()) {
            for (T row : rows) {
                writer.write(row, null);
                writer.flush(false);
            }
        }
    }

    private static Purchase purchase(long number, long deadline, State state, @Nullable Long endedAt, long ordinal) {
        boolean released = state == State.RELEASED;
        return new Purchase(
                BigInteger.valueOf(number),
                "m",
                "buyer",
                "t",
                PRICE,
                BigInteger.valueOf(600_000),
                deadline,
                PAST,
                "0xbought",
                state,
                endedAt,
                endedAt == null ? null : "0xended",
                released ? BigInteger.valueOf(number) : null,
                released ? BigInteger.TEN : null,
                released ? BigInteger.valueOf(490) : null,
                released,
                ordinal);
    }

    @Test
    void aPurchaseThatEndedIsNeverLockedAgain() throws Exception {
        Purchase locked = purchase(1, FUTURE, State.LOCKED, null, 7);
        Purchase released = purchase(1, FUTURE, State.RELEASED, 2_000L, 9);
        write(tables("purchase").purchases(), List.of(locked, released, locked, released));
        assertThat(database.query("select purchase, state, price, fee, net, net_to, pass, ended_at, end_transaction,"
                        + " purchased_at, purchase_transaction, overdue"
                        + " from tributary.purchase_status where vault = 'purchase'"))
                .containsExactly("1|RELEASED|500|10|490|VAULT|1|1970-01-01 00:00:02+00|0xended|1970-01-01 00:00:01+00"
                        + "|0xbought|f");
    }

    @Test
    void escrowIsTheSumOfWhatIsLocked() throws Exception {
        write(
                tables("escrow").purchases(),
                List.of(
                        purchase(1, FUTURE, State.LOCKED, null, 1),
                        purchase(2, 5_000, State.LOCKED, null, 2),
                        purchase(3, FUTURE, State.RELEASED, 2_000L, 3),
                        purchase(4, 5_000, State.REFUNDED, 4_000L, 4),
                        purchase(5, 5_000, State.REFUNDED, 5_000L, 5)));
        assertThat(database.query("select token, purchases, amount, next_deadline, overdue"
                        + " from tributary.escrow_held where vault = 'escrow'"))
                .containsExactly("t|2|1000|1970-01-01 00:00:05+00|1");
        assertThat(database.query("select purchase, overdue, coalesce(refunded_for, 'none'), coalesce(net_to, 'none')"
                        + " from tributary.purchase_status where vault = 'escrow' order by purchase"))
                .containsExactly(
                        "1|f|none|none", "2|t|none|none", "3|f|none|VAULT", "4|f|SCORE|none", "5|f|DEADLINE|none");
    }

    @Test
    void revokedPassesAreStrikesAndStayRevoked() throws Exception {
        AccessPass endless = pass(1, Long.MAX_VALUE, null, 1);
        AccessPass standing = pass(2, Long.MAX_VALUE, null, 2);
        AccessPass revoked = pass(2, Long.MAX_VALUE, "sold\0on", 4);
        AccessPass expired = pass(3, PAST, null, 3);
        write(tables("pass").accessPasses(), List.of(endless, standing, expired, revoked, standing));
        assertThat(database.query("select pass, state, expires_at, coalesce(revoke_reason, 'none')"
                        + " from tributary.pass_status where vault = 'pass' order by pass"))
                .containsExactly(
                        "1|VALID|infinity|none",
                        "2|REVOKED|infinity|sold\ufffdon",
                        "3|EXPIRED|1970-01-01 00:00:01+00|none");
        assertThat(database.query("select account, strikes from tributary.account_strikes where vault = 'pass'"))
                .containsExactly("holder|1");
    }

    private static AccessPass pass(long number, long expiresAt, @Nullable String revokedFor, long ordinal) {
        return new AccessPass(
                BigInteger.valueOf(number),
                "m",
                "holder",
                PAST,
                "0xissued",
                expiresAt,
                revokedFor == null ? null : 3_000L,
                revokedFor,
                revokedFor == null ? null : "0xrevoked",
                ordinal);
    }

    @Test
    void aRoundHasTheMediansOfItsReports() throws Exception {
        MarketTables tables = tables("round");
        BenchmarkReport first = report("m", 1, "a", 900_000, "3");
        write(
                tables.benchmarkReports(),
                List.of(
                        first,
                        report("m", 1, "b", 950_000, "8"),
                        report("m", 1, "c", 100_000, "5"),
                        report("m", 2, "a", 100_000, "5"),
                        report("m", 2, "b", 200_001, "18446744073709551615"),
                        first));
        ModelVerification round = verification("m", 1, 684_000, FUTURE);
        write(tables.modelVerifications(), List.of(round, verification("m", 2, 1, FUTURE), round));
        assertThat(database.query("select round, score_ppm, reports, accuracy_ppm, diversity_ppm, absence_ppm, cost_ppm"
                        + " from tributary.verification_history where vault = 'round' order by round"))
                .containsExactly("1|684000|3|900000|800000|700000|5", "2|1|2|150000|800000|700000|9223372036854775810");
        assertThat(database.query("select reporter, reported_at, evidence, transaction"
                        + " from tributary.reported_benchmark where vault = 'round' and round = 2 order by 1"))
                .containsExactly(
                        "a|1970-01-01 00:00:01+00|0xevidence|0xtx", "b|1970-01-01 00:00:01+00|0xevidence|0xtx");
    }

    @Test
    void competingModelsAreRankedByTheirFreshScoresAlone() throws Exception {
        write(
                new RoyaltyTables(rows("rank"), new BookingRule(60_000, 3_600_000, 600_000)).models(),
                List.of(
                        model("root", "GGUF"),
                        model("other root", "GGUF"),
                        model("child", "ONNX", "root"),
                        model("merge", "GGUF", "child", "other root"),
                        model("unseen", "GGUF", "root")));
        write(
                tables("rank").modelVerifications(),
                List.of(
                        verification("root", 1, 900_000, FUTURE),
                        verification("root", 2, 500_000, FUTURE),
                        verification("other root", 1, 950_000, PAST),
                        verification("child", 1, 600_000, FUTURE),
                        verification("merge", 1, 700_000, FUTURE)));
        assertThat(
                        database.query(
                                "select model, format, state, coalesce(score_ppm, -1), coalesce(round, -1),"
                                        + " coalesce(rank_in_format, -1) from tributary.model_score where vault = 'rank' order by model"))
                .containsExactly(
                        "child|ONNX|VERIFIED|600000|1|1",
                        "merge|GGUF|VERIFIED|700000|1|1",
                        "other root|GGUF|EXPIRED|950000|1|-1",
                        "root|GGUF|VERIFIED|500000|2|2",
                        "unseen|GGUF|UNVERIFIED|-1|-1|-1");
        assertThat(database.query("select family, model, coalesce(rank_in_family, -1)"
                        + " from tributary.family_score where vault = 'rank' order by family, model"))
                .containsExactly(
                        "other root|merge|1",
                        "other root|other root|-1",
                        "root|child|2",
                        "root|merge|1",
                        "root|root|3",
                        "root|unseen|-1");
    }

    private static DescribedModel model(String name, String format, String... parents) {
        return new DescribedModel(
                new RegisteredModel(CHAIN, name, "o", format, "raw", List.of(parents), "LAP", 0, PAST), 1);
    }

    @Test
    void theTermsInForceAreTheLastThatTookForce() throws Exception {
        ModelTerms first = terms("m", 1, 100, PAST);
        write(
                tables("terms").modelTerms(),
                List.of(
                        first,
                        terms("m", 2, 300, 5_000),
                        terms("m", 3, 200, 4_000),
                        terms("m", 4, 400, FUTURE),
                        terms("same time", 5, 10, PAST),
                        terms("same time", 6, 20, PAST),
                        terms("never", 7, 30, Long.MAX_VALUE),
                        first));
        assertThat(database.query("select model, ordinal, licence_price, state, effective_at, announced_at"
                        + " from tributary.announced_terms where vault = 'terms' order by ordinal"))
                .containsExactly(
                        "m|1|100|SUPERSEDED|1970-01-01 00:00:01+00|1970-01-01 00:00:01+00",
                        "m|2|300|IN_FORCE|1970-01-01 00:00:05+00|1970-01-01 00:00:01+00",
                        "m|3|200|SUPERSEDED|1970-01-01 00:00:04+00|1970-01-01 00:00:01+00",
                        "m|4|400|COMING|2200-01-01 00:00:00+00|1970-01-01 00:00:01+00",
                        "same time|5|10|SUPERSEDED|1970-01-01 00:00:01+00|1970-01-01 00:00:01+00",
                        "same time|6|20|IN_FORCE|1970-01-01 00:00:01+00|1970-01-01 00:00:01+00",
                        "never|7|30|COMING|infinity|1970-01-01 00:00:01+00");
    }

    @Test
    void whatAModelAsksForIsBesideWhatItScores() throws Exception {
        write(
                new RoyaltyTables(rows("offer"), new BookingRule(60_000, 3_600_000, 600_000)).models(),
                List.of(model("m", "GGUF"), model("silent", "GGUF")));
        write(
                tables("offer").modelTerms(),
                List.of(terms("m", 1, 100, PAST), terms("m", 2, 300, 2_000), terms("m", 3, 999, FUTURE)));
        write(tables("offer").modelVerifications(), List.of(verification("m", 1, 900_000, FUTURE)));
        assertThat(database.query("select model, score_ppm, token, licence_price, minimum_score_ppm, pass_required,"
                        + " pass_lifetime_seconds, calls_price, input_tokens_price, output_tokens_price,"
                        + " compute_millis_price from tributary.model_score"
                        + " where vault = 'offer' and model = 'm'"))
                .containsExactly("m|900000|t|300|600000|t|18446744073709551615|1|2|3|4");
        assertThat(database.query("select state, coalesce(licence_price, -1) from tributary.family_score"
                        + " where vault = 'offer' and model = 'silent'"))
                .containsExactly("UNVERIFIED|-1");
    }

    private static ModelTerms terms(String model, long ordinal, long licencePrice, long effectiveAt) {
        return new ModelTerms(
                model,
                "t",
                List.of(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3), BigInteger.valueOf(4)),
                BigInteger.valueOf(licencePrice),
                BigInteger.valueOf(600_000),
                true,
                new BigInteger("18446744073709551615"),
                effectiveAt,
                PAST,
                "0xtx",
                ordinal);
    }

    private static BenchmarkReport report(String model, long round, String reporter, long accuracyPpm, String costPpm) {
        return new BenchmarkReport(
                model,
                BigInteger.valueOf(round),
                reporter,
                accuracyPpm,
                800_000,
                700_000,
                new BigInteger(costPpm),
                "0xevidence",
                5,
                PAST,
                "0xtx");
    }

    private static ModelVerification verification(String model, long round, long scorePpm, long expiresAt) {
        return new ModelVerification(
                model, BigInteger.valueOf(round), BigInteger.valueOf(scorePpm), PAST, expiresAt, 5, "0xtx");
    }

    @Test
    void readersSeeTheViewsAndJobsEraseNothing() throws Exception {
        assertThat(database.query("select table_name from information_schema.role_table_grants"
                        + " where grantee = 'tributary_read' and table_schema = 'tributary'"
                        + " and table_name in (select relname from pg_class where relkind = 'r')"))
                .isEmpty();
        assertThat(database.query("select distinct privilege_type from information_schema.role_table_grants"
                        + " where grantee = 'tributary_read'"))
                .containsExactly("SELECT");
        assertThat(
                        database.query(
                                "select distinct privilege_type from information_schema.role_table_grants"
                                        + " where grantee = 'tributary_jobs' and table_name in"
                                        + " ('model_terms', 'benchmark_report', 'model_verification', 'purchase', 'access_pass') order by 1"))
                .containsExactly("INSERT", "SELECT", "UPDATE");
    }
}
