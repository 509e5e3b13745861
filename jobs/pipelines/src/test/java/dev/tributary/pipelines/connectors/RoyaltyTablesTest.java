package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.royalties.Claim;
import dev.tributary.pipelines.royalties.DescribedModel;
import dev.tributary.pipelines.royalties.DownstreamUsage;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.RegisteredModel;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import dev.tributary.pipelines.settlement.LineTotal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every analytic row may be written again: the newest values stay, the row is there once. */
final class RoyaltyTablesTest {
    private static final long CHAIN = 1;
    private static final BookingRule BOOKING = new BookingRule(60_000, 3_600_000, 600_000);
    private static final BigInteger LARGE = BigInteger.TEN.pow(60);
    private static final BigInteger NO_LIMIT = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

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

    /** Of one of two deployments that share the database. */
    private static RoyaltyTables tables(String vault) {
        return new RoyaltyTables(new DeploymentRows(database.access(10_000), CHAIN, vault), BOOKING);
    }

    private static RoyaltyTables tables() {
        return tables("v");
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

    @Test
    void lineTotalsTakeTheNewestNumber() throws Exception {
        write(
                tables().lineTotals(),
                List.of(
                        new LineTotal("reported", 5),
                        new LineTotal("counted", 3),
                        new LineTotal("reported", 9),
                        new LineTotal("pending", 3),
                        new LineTotal("rejected.TOO_OLD", 2)));
        assertThat(database.query("select name, lines from tributary.line_accounts where vault = 'v' order by name"))
                .containsExactly("counted|3", "pending|3", "rejected.TOO_OLD|2", "reported|9");
        assertThat(database.query("select reported, counted, duplicate, rejected, pending, unaccounted"
                        + " from tributary.line_equation where vault = 'v'"))
                .containsExactly("9|3|0|2|3|1");
    }

    @Test
    void theAccountingEquationIsCheckedMinuteByMinute() throws Exception {
        write(
                tables().lineMinutes(),
                List.of(
                        new LineMinute(60_000, "reported", 5),
                        new LineMinute(60_000, "rejected.TOO_OLD", 1),
                        new LineMinute(60_000, "rejected.FUTURE", 2),
                        new LineMinute(60_000, "pending", 1),
                        new LineMinute(60_000, "pending", 2),
                        new LineMinute(120_000, "reported", 6)));
        assertThat(database.query("select minute_start, reported, counted, duplicate, rejected, pending, unaccounted"
                        + " from tributary.line_equation_by_minute where vault = 'v' order by minute_start"))
                .containsExactly("1970-01-01 00:01:00+00|5|0|0|3|2|0", "1970-01-01 00:02:00+00|6|0|0|0|0|6");
    }

    @Test
    void aPeriodThatClosedIsNotOpenedAgain() throws Exception {
        write(
                tables().linePeriods(),
                List.of(
                        new LinePeriod(1, false, 5, 0, Map.of()),
                        new LinePeriod(1, true, 7, 4, Map.of("PASS_INVALID", 1L, "MODEL_UNKNOWN", 2L)),
                        new LinePeriod(1, false, 6, 0, Map.of()),
                        new LinePeriod(2, false, 6, 0, Map.of())));
        assertThat(database.query(
                        "select period_start, closed, admitted, counted, rejected, rejected_by_reason, pending"
                                + " from tributary.line_accounts_by_period where vault = 'v' order by period_start"))
                .containsExactly(
                        "1970-01-01 01:00:00+00|t|7|4|3|{\"PASS_INVALID\": \"1\", \"MODEL_UNKNOWN\": \"2\"}|0",
                        "1970-01-01 02:00:00+00|f|6|0|0|{}|6");
    }

    @Test
    void downstreamUsageIsOneRowPerPeriodAncestorAndToken() throws Exception {
        DownstreamUsage row = new DownstreamUsage(3_600_000, "m", "t", 2, MeterTotals.of(1, 2, 3, 4), LARGE);
        write(tables().downstreamUsage(), List.of(row, row));
        assertThat(
                        database.query(
                                "select period_start, model, token, lines, calls, input_tokens, output_tokens, compute_millis, revenue_micro from tributary.downstream_usage where vault = 'v'"))
                .containsExactly("1970-01-01 01:00:00+00|m|t|2|1|2|3|4|" + LARGE);
    }

    @Test
    void aPayerStandsWhereItsNewestCloseLeftIt() throws Exception {
        UpsertSink<PayerPosition> sink = tables().payerPositions();
        write(sink, List.of(position(0, 5), position(1, 6), position(1, 7)));
        assertThat(database.query("select period_start, token, payer, deposited_micro, funded_micro, void_micro,"
                        + " written_off_micro, withdrawn_micro, balance_micro, unfunded_micro"
                        + " from tributary.payer_position where vault = 'v' order by period_start"))
                .containsExactly(
                        "1970-01-01 00:00:00+00|t|p|1|2|3|4|" + LARGE + "|6|5",
                        "1970-01-01 01:00:00+00|t|p|1|2|3|4|" + LARGE + "|6|7");
        assertThat(database.query("select since, token, payer, balance_micro, unfunded_micro, written_off_micro,"
                        + " spend_limit, spend_limit_since from tributary.payer_standing where vault = 'v'"))
                .containsExactly("1970-01-01 01:00:00+00|t|p|6|7|8|null|null");
    }

    @Test
    void aPayerMaySpendWhatItsNewestLimitSays() throws Exception {
        write(tables("limits").payerPositions(), List.of(position(0, 5)));
        write(
                new StatementTables(new DeploymentRows(database.access(10_000), CHAIN, "limits"), BOOKING)
                        .chainEvents(),
                List.of(
                        limit(1, 100, "t", "p", BigInteger.ZERO),
                        limit(2, 100, "t", "p", NO_LIMIT.subtract(BigInteger.ONE)),
                        limit(3, 200, "t", "p", BigInteger.TEN),
                        limit(4, 200, "t", "p", BigInteger.TWO),
                        limit(5, 300, "other", "p", LARGE),
                        limit(6, 400, "other", "p", NO_LIMIT),
                        limit(7, 500, "t", "q", BigInteger.ZERO)));
        assertThat(database.query(
                        "select token, payer, since, balance_micro, unfunded_micro, written_off_micro, spend_limit,"
                                + " extract(epoch from spend_limit_since)::bigint from tributary.payer_standing"
                                + " where vault = 'limits' order by token, payer"))
                .containsExactly(
                        "other|p|null|0|0|0|null|400",
                        "t|p|1970-01-01 00:00:00+00|6|5|4|2|200",
                        "t|q|null|0|0|0|0|500");
        assertThat(database.query("select per_period, extract(epoch from in_force_from)::bigint,"
                        + " extract(epoch from in_force_until) from tributary.spend_limit"
                        + " where vault = 'limits' and token = 't' and payer = 'p' order by ordinal"))
                .containsExactly(
                        "0|100|100.000000",
                        NO_LIMIT.subtract(BigInteger.ONE) + "|100|200.000000",
                        "10|200|200.000000",
                        "2|200|Infinity");
    }

    private static ChainEvent limit(long ordinal, long seconds, String token, String payer, BigInteger perPeriod) {
        return new ChainEvent(
                CHAIN,
                ordinal,
                ordinal,
                "0xhash",
                seconds,
                "0xtx",
                3,
                "RoyaltyVault",
                "0xaddress",
                "SpendLimitChanged",
                "{\"token\":\"" + token + "\",\"payer\":\"" + payer + "\",\"perPeriod\":\"" + perPeriod + "\"}");
    }

    private static PayerPosition position(long period, long unfunded) {
        return new PayerPosition(
                period,
                "t",
                "p",
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(3),
                BigInteger.valueOf(4),
                LARGE,
                BigInteger.valueOf(6),
                BigInteger.valueOf(unfunded));
    }

    @Test
    void whatIsHeldForAModelIsItsNewestNumberUntilItIsZero() throws Exception {
        write(
                tables().suspense(),
                List.of(
                        new SuspensePosition(0, "t", "m", BigInteger.ONE),
                        new SuspensePosition(1, "t", "m", LARGE),
                        new SuspensePosition(0, "t", "released", BigInteger.ONE),
                        new SuspensePosition(2, "t", "released", BigInteger.ZERO)));
        assertThat(database.query("select count(*) from tributary.suspense")).containsExactly("4");
        assertThat(database.query("select model, numerator from tributary.suspense_held"))
                .containsExactly("m|" + LARGE);
    }

    @Test
    void aMinuteTakesTheNewestSums() throws Exception {
        write(
                tables().usageMinutes(),
                List.of(
                        new UsageMinute(
                                60_000, "m", "t", 1, MeterTotals.of(1, 2, 3, 4), LARGE, 1, 1, 0, null, null, null),
                        new UsageMinute(
                                60_000, "m", "t", 2, MeterTotals.of(5, 6, 7, 8), LARGE, 2, 3, 1, 10L, 20L, 30L)));
        assertThat(
                        database.query(
                                "select lines, calls, input_tokens, output_tokens, compute_millis, payers, observed_lines, error_lines, latency_p50_millis, latency_p95_millis, latency_p99_millis from tributary.usage_minute where vault = 'v'"))
                .containsExactly("2|5|6|7|8|2|3|1|10|20|30");
    }

    @Test
    void aClaimIsThereOnce() throws Exception {
        Claim claim = new Claim(1, "v", "a", "t", BigInteger.ONE, LARGE, 7, 1_000, "0xtx", 3);
        write(tables().claims(), List.of(claim, claim));
        assertThat(database.query("select account, amount, cumulative, claimed_at from tributary.claimed"))
                .containsExactly("a|1|" + LARGE + "|1970-01-01 00:00:01+00");
    }

    @Test
    void aModelHasTheOwnerOfItsLastTransferWhateverIsWrittenAgain() throws Exception {
        DescribedModel registered = owned("first", 3);
        DescribedModel sold = owned("second", 8);
        write(tables().models(), List.of(registered, sold, registered));
        assertThat(database.query("select model, owner, format, codec, parents, policy, share"
                        + " from tributary.registered_model where vault = 'v'"))
                .containsExactly("m|second|GGUF|raw|{p,q}|LAP|5");
        write(tables().models(), List.of(owned("third", 9)));
        assertThat(database.query("select owner from tributary.registered_model where vault = 'v'"))
                .containsExactly("third");
    }

    private static DescribedModel owned(String owner, long ordinal) {
        return new DescribedModel(
                new RegisteredModel(CHAIN, "m", owner, "GGUF", "raw", List.of("p", "q"), "LAP", 5, 1_000), ordinal);
    }

    @Test
    void aModelOfAnUnknownFormatIsAModel() throws Exception {
        write(
                tables("unknown").models(),
                List.of(new DescribedModel(
                        new RegisteredModel(CHAIN, "m", "o", null, null, List.of(), "LRP", 0, 1_000), 1)));
        assertThat(database.query("select coalesce(format, 'none'), coalesce(codec, 'none')"
                        + " from tributary.registered_model where vault = 'unknown'"))
                .containsExactly("none|none");
    }

    @Test
    void twoDeploymentsShareADatabaseAndNoRow() throws Exception {
        for (int lines = 1; lines <= 2; lines++) {
            RoyaltyTables tables = tables("vault " + lines);
            write(
                    tables.lineTotals(),
                    List.of(
                            new LineTotal("reported", lines),
                            new LineTotal("counted", lines - 1),
                            new LineTotal("pending", 1)));
            write(
                    tables.usageMinutes(),
                    List.of(new UsageMinute(
                            0, "both", "t", lines, MeterTotals.ZERO, LARGE, 1, 1, 0, null, null, null)));
            write(
                    tables.downstreamUsage(),
                    List.of(new DownstreamUsage(0, "both", "t", lines, MeterTotals.ZERO, LARGE)));
            write(
                    tables.models(),
                    List.of(new DescribedModel(
                            new RegisteredModel(
                                    CHAIN, "both", "owner " + lines, "ONNX", "raw", List.of(), "LAP", 0, 1_000),
                            1)));
        }
        assertThat(database.query("select vault, name, lines from tributary.line_accounts"
                        + " where vault like 'vault %' order by vault, name"))
                .containsExactly(
                        "vault 1|counted|0",
                        "vault 1|pending|1",
                        "vault 1|reported|1",
                        "vault 2|counted|1",
                        "vault 2|pending|1",
                        "vault 2|reported|2");
        assertThat(database.query("select m.vault, m.lines, d.lines, r.owner from tributary.usage_by_minute m"
                        + " join tributary.downstream_usage_by_period d using (chain_id, vault, model)"
                        + " join tributary.registered_model r using (chain_id, vault, model) order by 1"))
                .containsExactly("vault 1|1|1|owner 1", "vault 2|2|2|owner 2");
    }
}
