package dev.tributary.settlement.trace;

import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.KnownHistory;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up in the tables what became of booked lines. */
public final class LineFates {
    private static final String REFUSAL = """
        select reason, detail, lines from refused_usage
        where chain_id = ? and vault = ? and period_start = ? and model = ? and payer = ? and gateway = ? and pass = ?
          and minute_start = ? and reason <> 'LIMIT_EXCEEDED'
        """;
    private static final String CLOSES = """
        select c.*, s.epoch, s.state, s.root
        from charge_at_close c left join epoch_status s using (chain_id, vault, period_start)
        where c.chain_id = ? and c.vault = ? and c.booked_period_start = ? and c.model = ? and c.payer = ?
          and c.minute_start = ?
        order by c.period_start
        """;
    private static final String REFUSED_REPORTS = """
        select reason, partition, "offset" from refused_usage
        where chain_id = ? and vault = ? and gateway = ? and sequence = ? and index = -1
        order by partition, "offset" limit 20
        """;

    private static final String CLOSED_BY = """
        select epoch, period_end from sealed_period where chain_id = ? and vault = ? and period_end >= ?
        order by epoch limit 1
        """;

    private final Ledger ledger;
    private final VaultId vault;
    private final KnownHistory history;

    /** A report that was refused somewhere in the log, as the job noted it. */
    public record RefusedReport(String reason, int partition, long offset) {}

    private record Row(
            String token,
            @Nullable BigInteger chargeMicro,
            long lines,
            MeterTotals meters,
            BigInteger waitingMicro,
            LineFate.Close close) {}

    public LineFates(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
        this.history = new KnownHistory(vault);
    }

    /**
     * What became of one line.
     *
     * @param gateway that reported it
     * @throws SettlementException {@link Problem#CONFIG_INVALID} when its period is closed and the tables do not know it:
     *     it is looked for where it was not booked
     */
    public LineFate of(String gateway, TracedLine line) {
        return ledger.read(session -> {
            LineFate.Price price = price(session, line);
            Optional<LineFate.Refusal> refusal = refusal(session, gateway, line);
            if (refusal.isPresent()) {
                return new LineFate(LineFate.Stage.REFUSED, refusal.get(), price, null);
            }
            List<Row> rows = rows(session, line);
            if (rows.isEmpty()) {
                requireOpen(session, line);
                return new LineFate(LineFate.Stage.PENDING, null, price, null);
            }
            return new LineFate(LineFate.Stage.COUNTED, null, price, charge(rows));
        });
    }

    /** Periods close in order, and a header is seen after everything that was decided until then. */
    private void requireOpen(Session session, TracedLine line) throws SQLException {
        Optional<String> closedBy = session.first(
                CLOSED_BY,
                row -> "epoch " + row.getLong("epoch") + ", sealed, ends at " + Session.instant(row, "period_end"),
                vault.chainId(),
                vault.address(),
                Instant.ofEpochMilli(line.periodEndMillis()));
        if (closedBy.isPresent()) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID,
                    "The line would be of the minute " + Instant.ofEpochMilli(line.minuteMillis())
                            + " and booked in the period from " + Instant.ofEpochMilli(line.periodMillis())
                            + ", which is closed (" + closedBy.get()
                            + "), but the tables have neither a charge nor a refusal of it. Check that `"
                            + RoyaltyJobConfig.RATING_GRAIN + "`, `" + RoyaltyJobConfig.PERIOD + "` and `"
                            + RoyaltyJobConfig.GRACE
                            + "` are those that RoyaltyJob runs with. If they are, its rows were"
                            + " deleted, or the period was closed before charge_position was written.");
        }
    }

    /** Reports refused whole under a sequence, in whatever partition they lie. */
    public List<RefusedReport> refusedReports(String gateway, String sequence) {
        return ledger.read(session -> session.query(
                REFUSED_REPORTS,
                row -> new RefusedReport(row.getString("reason"), row.getInt("partition"), row.getLong("offset")),
                vault.chainId(),
                vault.address(),
                gateway,
                new BigInteger(sequence)));
    }

    private LineFate.@Nullable Price price(Session session, TracedLine line) throws SQLException {
        Terms terms = History.inForce(history.read(session).terms(line.model()), line.minuteMillis());
        return terms == null
                ? null
                : new LineFate.Price(terms.token(), terms.pricesPerMillion(), terms.chargeMicro(line.meters()));
    }

    private Optional<LineFate.Refusal> refusal(Session session, String gateway, TracedLine line) throws SQLException {
        return session.first(
                REFUSAL,
                row -> new LineFate.Refusal(row.getString("reason"), row.getString("detail"), row.getLong("lines")),
                vault.chainId(),
                vault.address(),
                Instant.ofEpochMilli(line.periodMillis()),
                line.model(),
                line.payer(),
                gateway,
                line.pass(),
                Instant.ofEpochMilli(line.minuteMillis()));
    }

    private List<Row> rows(Session session, TracedLine line) throws SQLException {
        return session.query(
                CLOSES,
                LineFates::row,
                vault.chainId(),
                vault.address(),
                Instant.ofEpochMilli(line.periodMillis()),
                line.model(),
                line.payer(),
                Instant.ofEpochMilli(line.minuteMillis()));
    }

    private static LineFate.Charge charge(List<Row> rows) {
        Row whole = rows.get(0);
        Row newest = rows.get(rows.size() - 1);
        BigInteger micro = whole.chargeMicro();
        return new LineFate.Charge(
                whole.token(),
                micro == null ? BigInteger.ZERO : micro,
                whole.lines(),
                whole.meters(),
                newest.waitingMicro(),
                rows.stream().map(Row::close).toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        BigInteger chargeMicro = Session.integerOrNull(row, "charge_micro");
        long epoch = row.getLong("epoch");
        LineFate.Batch batch =
                row.wasNull() ? null : new LineFate.Batch(epoch, row.getString("state"), row.getString("root"));
        return new Row(
                row.getString("token"),
                chargeMicro,
                row.getLong("lines"),
                chargeMicro == null
                        ? MeterTotals.ZERO
                        : MeterTotals.of(
                                Session.integer(row, "calls"),
                                Session.integer(row, "input_tokens"),
                                Session.integer(row, "output_tokens"),
                                Session.integer(row, "compute_millis")),
                Session.integer(row, "waiting_micro"),
                new LineFate.Close(
                        Session.instant(row, "period_start"),
                        Session.integer(row, "funded_micro"),
                        Session.integer(row, "void_micro"),
                        Session.integer(row, "written_off_micro"),
                        batch));
    }
}
