package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChargePosition;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored job writes rows again; each stays as it was, once. */
final class StatementTablesTest {
    private static final BookingRule BOOKING = new BookingRule(60_000, 3_600_000, 600_000);
    private static final BigInteger LARGE = BigInteger.TEN.pow(60);

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

    @BeforeEach
    void empty() throws Exception {
        database.execute("truncate tributary.charge_position, tributary.chain_event, tributary.usage_rejected");
    }

    private static StatementTables tables() {
        return new StatementTables(new DeploymentRows(database.access(10_000), 1, "v"), BOOKING);
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

    private static ChargePosition position(long period, long funded, ChargePosition.@Nullable Whole whole) {
        return new ChargePosition(
                period,
                1,
                "t",
                "p",
                "m",
                65,
                BigInteger.valueOf(funded),
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.TEN,
                whole);
    }

    @Test
    void whatIsFundedLaterFindsItsUsageInTheRowOfItsOwnPeriod() throws Exception {
        ChargePosition own = position(1, 0, new ChargePosition.Whole(LARGE, MeterTotals.of(1, 2, 3, 4), 5));
        ChargePosition later = position(3, 7, null);
        write(tables().chargePositions(), List.of(own, later, own, later));
        assertThat(database.query("select count(*) from tributary.charge_at_close"))
                .containsExactly("2");
        assertThat(database.query("select period_start, booked_period_start, minute_start, funded_micro, charge_micro,"
                        + " lines, calls, input_tokens, output_tokens, compute_millis from tributary.funded_charge"))
                .containsExactly("1970-01-01 03:00:00+00|1970-01-01 01:00:00+00|1970-01-01 01:05:00+00|7|" + LARGE
                        + "|5|1|2|3|4");
    }

    private static ChainEvent event(long ordinal, String contract, String event, String args) {
        return new ChainEvent(1, ordinal, 7, "0xhash", 1_000, "0xtx", 3, contract, "0xaddress", event, args);
    }

    @Test
    void anEventIsThereOnceWhateverItsStringsHold() throws Exception {
        ChainEvent event = event(
                1, "ModelRegistry", "ModelRegistered", "{\"uri\":\"a\\u0000\\\\u0000\ud800b\",\"modelId\":\"0xm\"}");
        write(tables().chainEvents(), List.of(event, event));
        assertThat(database.query("select ordinal, contract, event, args ->> 'uri', args ->> 'modelId', block_timestamp"
                        + " from tributary.accepted_chain_event"))
                .containsExactly("1|ModelRegistry|ModelRegistered|a\uFFFD\\u0000\uFFFDb|0xm|1000");
    }

    private static UsageRejected line(@Nullable Integer index, String id) {
        return new UsageRejected(
                1,
                "LINE_INVALID",
                "why \0",
                "t",
                3,
                42L,
                "g",
                "18446744073709551615",
                index,
                id,
                null,
                null,
                null,
                60_000L,
                null,
                null,
                null,
                "{\0}",
                null);
    }

    @Test
    void aRefusedLineIsKnownByItsPlaceInTheLog() throws Exception {
        write(
                tables().usageRejected(),
                List.of(line(0, "a\0b\ud800"), line(1, "\uD83D\uDE00"), line(null, "whole"), line(0, "again")));
        assertThat(database.query(
                        "select partition, \"offset\", index, sequence, id, detail, gateway, model, minute_start"
                                + " from tributary.refused_usage order by index"))
                .containsExactly(
                        "3|42|-1|18446744073709551615|whole|why \uFFFD|g||1970-01-01 00:01:00+00",
                        "3|42|0|18446744073709551615|a\uFFFDb\uFFFD|why \uFFFD|g||1970-01-01 00:01:00+00",
                        "3|42|1|18446744073709551615|\uD83D\uDE00|why \uFFFD|g||1970-01-01 00:01:00+00");
    }

    private static UsageRejected close(long periodStartMillis, String reason, String pass, long lines) {
        return UsageRejected.bucket(
                reason, "why", lines, "g", "0xm", "p", pass, 60_000, periodStartMillis, Quantities.of(1, 2, 3, 4));
    }

    @Test
    void aRefusalAtACloseIsKnownByItsPeriodAndBucket() throws Exception {
        write(
                tables().usageRejected(),
                List.of(
                        close(0, "PASS_INVALID", "17", 2),
                        close(3_600_000, "PASS_INVALID", "17", 3),
                        close(0, "MODEL_UNKNOWN", "", 4),
                        close(0, "PASS_INVALID", "17", 2)));
        assertThat(database.query("select period_start, reason, pass, lines, calls from tributary.refused_usage"
                        + " order by period_start, reason"))
                .containsExactly(
                        "1970-01-01 00:00:00+00|MODEL_UNKNOWN||4|1",
                        "1970-01-01 00:00:00+00|PASS_INVALID|17|2|1",
                        "1970-01-01 01:00:00+00|PASS_INVALID|17|3|1");
        assertThat(database.query("select reason, model, gateway, refusals, lines, calls"
                        + " from tributary.refusals_by_reason order by reason"))
                .containsExactly("MODEL_UNKNOWN|0xm|g|1|4|1", "PASS_INVALID|0xm|g|2|5|2");
    }

    @Test
    void usageUnderARevokedPassIsThePiracySignal() throws Exception {
        write(
                tables().chainEvents(),
                List.of(
                        event(
                                1,
                                "AccessPass",
                                "PassRevoked",
                                "{\"modelId\":\"0xm\",\"passId\":\"17\",\"reason\":\"\\u0000\"}"),
                        event(2, "AccessPass", "PassRevoked", "{\"modelId\":\"0xother\",\"passId\":\"18\"}")));
        write(
                tables().usageRejected(),
                List.of(
                        close(0, "PASS_INVALID", "17", 2),
                        close(0, "PASS_INVALID", "18", 3),
                        close(0, "PASS_INVALID", "", 5),
                        close(0, "MODEL_UNKNOWN", "17", 7)));
        assertThat(database.query(
                        "select pass, lines, revoked_at is not null from tributary.piracy_signal order by lines"))
                .containsExactly("17|2|t", "18|3|f", "|5|f");
    }
}
