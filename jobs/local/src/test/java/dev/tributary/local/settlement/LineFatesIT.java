package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.Tables;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.trace.LineFate;
import dev.tributary.settlement.trace.LineFates;
import dev.tributary.settlement.trace.ObservedSettings;
import dev.tributary.settlement.trace.PeriodEnd;
import dev.tributary.settlement.trace.Trace;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tables say became of a line of the first period, with rows as the job writes them. */
final class LineFatesIT {
    private static final String TOKEN = "0x" + "7a".repeat(20);
    private static final String PAYER = "0x" + "9a".repeat(20);
    private static final String MODEL = "0x" + "0a".repeat(32);
    private static final String GATEWAY = "0x" + "6a".repeat(20);
    private static final String REGISTRY = "0x" + "a2".repeat(20);
    private static EmbeddedDatabase database;
    private static int vaults;

    private VaultId vault;
    private HandSealed sealed;
    private Ledger ledger;
    private LineFates fates;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() {
        vault = new VaultId(1, "0x%040x".formatted(++vaults));
        sealed = new HandSealed(database.login(DatabaseRole.JOBS), vault);
        ledger = Tables.ledger(database.login(DatabaseRole.SETTLEMENT));
        fates = new LineFates(ledger, vault);
    }

    private static long start(long epoch) {
        return HandSealed.line(epoch, TOKEN, PAYER, BigInteger.ONE).period() * HandSealed.PERIOD_MILLIS;
    }

    private static TracedLine line(long epoch) {
        return new TracedLine(
                MODEL,
                PAYER,
                "",
                start(epoch) + 2_000,
                start(epoch),
                start(epoch) + HandSealed.PERIOD_MILLIS,
                MeterTotals.of(1, 2, 3, 4),
                "{}");
    }

    private Trace trace() {
        return trace(1);
    }

    private Trace trace(long epoch) {
        TracedLine line = line(epoch);
        ReportSighting booked = new ReportSighting(
                0, 0, Instant.ofEpochMilli(start(epoch)), start(epoch), Verdict.BOOKED, 1, null, null, line);
        return new Trace(GATEWAY, "5", 0, List.of(booked), fates.of(GATEWAY, line));
    }

    private void seal(long epoch) throws SQLException {
        sealed.seal(epoch, List.of(HandSealed.line(epoch, TOKEN, PAYER, Units.NUMERATOR_PER_MICRO)));
    }

    /** The row of the charge's own period. */
    private void charge(long chargeMicro, long fundedMicro, long voidMicro) throws SQLException {
        row(1, fundedMicro, voidMicro, 0, chargeMicro - fundedMicro - voidMicro, chargeMicro + ", 7, 1, 2, 3, 4");
    }

    /** What a later close did. */
    private void later(long epoch, long fundedMicro, long writtenOffMicro, long waitingMicro) throws SQLException {
        row(epoch, fundedMicro, 0, writtenOffMicro, waitingMicro, "null, null, null, null, null, null");
    }

    private void row(
            long epoch, long fundedMicro, long voidMicro, long writtenOffMicro, long waitingMicro, String charge)
            throws SQLException {
        execute(("insert into charge_position values (1, '%s', to_timestamp(%d / 1000), to_timestamp(%d / 1000), '%s',"
                        + " '%s', '%s', to_timestamp(%d / 1000), %d, %d, %d, %d, %s)")
                .formatted(
                        vault.address(),
                        start(epoch),
                        start(1),
                        TOKEN,
                        PAYER,
                        MODEL,
                        start(1) + 2_000,
                        fundedMicro,
                        voidMicro,
                        writtenOffMicro,
                        waitingMicro,
                        charge));
    }

    private void execute(String sql) throws SQLException {
        Tables.execute(database.login(DatabaseRole.JOBS), sql);
    }

    @Test
    void aChargeThatNobodyHasCoveredWaitsAlsoWhenItsPeriodIsSealed() throws SQLException {
        charge(10, 0, 4);
        assertThat(trace().status()).isEqualTo(Trace.Status.WAITING);
        seal(1);
        assertThat(trace().status()).isEqualTo(Trace.Status.WAITING);
        LineFate fate = fates.of(GATEWAY, line(1));
        assertThat(fate.charge())
                .isEqualTo(new LineFate.Charge(
                        TOKEN,
                        BigInteger.TEN,
                        7,
                        MeterTotals.of(1, 2, 3, 4),
                        BigInteger.valueOf(6),
                        List.of(new LineFate.Close(
                                Instant.ofEpochMilli(start(1)),
                                BigInteger.ZERO,
                                BigInteger.valueOf(4),
                                BigInteger.ZERO,
                                new LineFate.Batch(1, "SEALED", null)))));
    }

    @Test
    void aChargeThatIsVoidOrGivenUpIsNotOwed() throws SQLException {
        charge(10, 0, 4);
        later(3, 0, 6, 0);
        assertThat(trace().status()).isEqualTo(Trace.Status.NOT_OWED);
    }

    @Test
    void usageThatIsFreeOfChargeIsNotOwed() throws SQLException {
        charge(0, 0, 0);
        seal(1);
        assertThat(trace().status()).isEqualTo(Trace.Status.NOT_OWED);
    }

    @Test
    void aChargeThatIsCoveredIsFundedAndSettledWithTheSealOfThatPeriod() throws SQLException {
        charge(10, 0, 0);
        seal(1);
        later(2, 10, 0, 0);
        assertThat(trace().status()).isEqualTo(Trace.Status.FUNDED);
        seal(2);
        assertThat(trace().status()).isEqualTo(Trace.Status.SETTLED);
    }

    @Test
    void aLineIsPendingUntilAPeriodIsSealedThatIsNotEarlier() throws SQLException {
        assertThat(trace(2).status()).isEqualTo(Trace.Status.PENDING);
        seal(1);
        assertThat(trace(2).status()).isEqualTo(Trace.Status.PENDING);
        for (long closedBy : List.of(4L, 2L)) {
            seal(closedBy);
            assertThatThrownBy(() -> trace(2))
                    .isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                            .isEqualTo(Problem.CONFIG_INVALID))
                    .hasMessageContaining("booked in the period from " + Instant.ofEpochMilli(start(2))
                            + ", which is closed (epoch " + closedBy + ", sealed, ends at "
                            + Instant.ofEpochMilli(start(closedBy + 1)) + "), but the tables have neither a charge nor")
                    .hasMessageContaining("`rating.grain`, `settlement.period` and `settlement.grace`");
        }
    }

    @Test
    void theTablesTellTheSettingsOfTheJob() throws SQLException {
        assertThat(ObservedSettings.read(ledger, vault)).isEqualTo(new ObservedSettings(List.of(), List.of(), null));
        seal(1);
        execute("insert into line_minute select 1, '" + vault.address() + "', to_timestamp(60), name, 1"
                + " from (values ('reported'), ('counted')) names (name)");
        execute("insert into chain_event values (1, '" + vault.address() + "', 5, 'GatewayRegistry', '" + REGISTRY
                + "', 'GatewayAuthorised', '{}', 1, '0x', 1, '0x', 5)");
        assertThat(ObservedSettings.read(ledger, vault))
                .isEqualTo(new ObservedSettings(
                        List.of(new PeriodEnd(
                                1, Instant.ofEpochMilli(start(1)), Instant.ofEpochMilli(start(2)), List.of(10L, 11L))),
                        List.of(Instant.ofEpochSecond(60)),
                        REGISTRY));
    }

    @Test
    void ofManyPeriodsSomeAreLookedAt() throws SQLException {
        execute("insert into sealed_period (chain_id, vault, epoch, period_start, period_end, line_count, lines_hash,"
                + " header) select 1, '" + vault.address()
                + "', epoch, to_timestamp(epoch * 10), to_timestamp(epoch * 10"
                + " + 10), 1, '0x', '{}' from generate_series(1, 350) epoch");
        List<PeriodEnd> ends = ObservedSettings.read(ledger, vault).ends();
        assertThat(ends).hasSize(116).allMatch(end -> end.firstOffsets().isEmpty());
        assertThat(ends.get(0).epoch()).isEqualTo(3);
        assertThat(ends.get(115).epoch()).isEqualTo(348);
    }
}
