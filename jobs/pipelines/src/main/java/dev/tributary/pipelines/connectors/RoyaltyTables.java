package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.CanonicalJson;
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
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The tables of RoyaltyJob (schemas/postgres/V001__jobs.sql, V003__funding.sql and V006__accounting.sql), each with the
 * statement that writes a row of it again.
 */
public final class RoyaltyTables implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DeploymentRows rows;
    private final BookingRule booking;

    /** {@code booking} turns periods into instants. */
    public RoyaltyTables(DeploymentRows rows, BookingRule booking) {
        this.rows = rows;
        this.booking = booking;
    }

    /** Invisible until the period's header is committed ({@link SealedPeriodSink}). */
    public UpsertSink<AccountLine> stagedLines() {
        return new UpsertSink<>(rows.access(), new CopiedLines(rows.chainId(), rows.vault(), booking));
    }

    public UpsertSink<UsageMinute> usageMinutes() {
        return rows.upsert(
                "insert into tributary.usage_minute (chain_id, vault, minute_start, model, token, lines, calls,"
                        + " input_tokens, output_tokens, compute_millis, revenue_micro, payers, observed_lines, error_lines,"
                        + " latency_p50_millis, latency_p95_millis, latency_p99_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, minute_start, model)"
                        + " do update set token = excluded.token, lines = excluded.lines, calls = excluded.calls, input_tokens = excluded.input_tokens,"
                        + " output_tokens = excluded.output_tokens, compute_millis = excluded.compute_millis,"
                        + " revenue_micro = excluded.revenue_micro, payers = excluded.payers,"
                        + " observed_lines = excluded.observed_lines, error_lines = excluded.error_lines,"
                        + " latency_p50_millis = excluded.latency_p50_millis,"
                        + " latency_p95_millis = excluded.latency_p95_millis,"
                        + " latency_p99_millis = excluded.latency_p99_millis",
                (statement, minute) -> {
                    statement.setObject(3, instant(minute.minuteStartMillis()));
                    statement.setString(4, minute.model());
                    statement.setString(5, minute.token());
                    statement.setLong(6, minute.lines());
                    bindMeters(statement, 7, minute.meters());
                    bind(statement, 11, minute.revenueMicro());
                    statement.setLong(12, minute.payers());
                    statement.setLong(13, minute.observedLines());
                    statement.setLong(14, minute.errorLines());
                    statement.setObject(15, minute.latencyP50Millis(), Types.BIGINT);
                    statement.setObject(16, minute.latencyP95Millis(), Types.BIGINT);
                    statement.setObject(17, minute.latencyP99Millis(), Types.BIGINT);
                });
    }

    public UpsertSink<DownstreamUsage> downstreamUsage() {
        return rows.upsert(
                "insert into tributary.downstream_usage (chain_id, vault, period_start, model, token, lines, calls,"
                        + " input_tokens, output_tokens, compute_millis, revenue_micro)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, period_start, model, token)"
                        + " do update set lines = excluded.lines,"
                        + " calls = excluded.calls, input_tokens = excluded.input_tokens,"
                        + " output_tokens = excluded.output_tokens, compute_millis = excluded.compute_millis,"
                        + " revenue_micro = excluded.revenue_micro",
                (statement, usage) -> {
                    statement.setObject(3, instant(usage.periodStartMillis()));
                    statement.setString(4, usage.model());
                    statement.setString(5, usage.token());
                    statement.setLong(6, usage.lines());
                    bindMeters(statement, 7, usage.meters());
                    bind(statement, 11, usage.revenueMicro());
                });
    }

    public UpsertSink<PayerPosition> payerPositions() {
        return rows.upsert(
                "insert into tributary.payer_position (chain_id, vault, period_start, token, payer, deposited_micro,"
                        + " funded_micro, void_micro, written_off_micro, withdrawn_micro, balance_micro,"
                        + " unfunded_micro) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, period_start, token, payer)"
                        + " do update set deposited_micro = excluded.deposited_micro,"
                        + " funded_micro = excluded.funded_micro, void_micro = excluded.void_micro,"
                        + " written_off_micro = excluded.written_off_micro,"
                        + " withdrawn_micro = excluded.withdrawn_micro, balance_micro = excluded.balance_micro,"
                        + " unfunded_micro = excluded.unfunded_micro",
                (statement, position) -> {
                    statement.setObject(3, instant(booking.periodStart(position.period())));
                    statement.setString(4, position.token());
                    statement.setString(5, position.payer());
                    bind(statement, 6, position.depositedMicro());
                    bind(statement, 7, position.fundedMicro());
                    bind(statement, 8, position.voidMicro());
                    bind(statement, 9, position.writtenOffMicro());
                    bind(statement, 10, position.withdrawnMicro());
                    bind(statement, 11, position.balanceMicro());
                    bind(statement, 12, position.unfundedMicro());
                });
    }

    public UpsertSink<SuspensePosition> suspense() {
        return rows.upsert(
                "insert into tributary.suspense (chain_id, vault, period_start, token, model, numerator)"
                        + " values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, period_start, token, model)"
                        + " do update set numerator = excluded.numerator",
                (statement, position) -> {
                    statement.setObject(3, instant(booking.periodStart(position.period())));
                    statement.setString(4, position.token());
                    statement.setString(5, position.model());
                    bind(statement, 6, position.numerator());
                });
    }

    public UpsertSink<LineTotal> lineTotals() {
        return rows.upsert(
                "insert into tributary.line_total (chain_id, vault, name, lines) values (?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, name) do update set lines = excluded.lines",
                (statement, total) -> {
                    statement.setString(3, total.name());
                    statement.setLong(4, total.lines());
                });
    }

    public UpsertSink<LineMinute> lineMinutes() {
        return rows.upsert(
                "insert into tributary.line_minute (chain_id, vault, minute_start, name, lines)"
                        + " values (?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, minute_start, name) do update set lines = excluded.lines",
                (statement, minute) -> {
                    statement.setObject(3, instant(minute.minuteStartMillis()));
                    statement.setString(4, minute.name());
                    statement.setLong(5, minute.lines());
                });
    }

    /** A job that goes on from before a period's close does not open it again. */
    public UpsertSink<LinePeriod> linePeriods() {
        return rows.upsert(
                "insert into tributary.line_period as known (chain_id, vault, period_start, closed, admitted, counted,"
                        + " rejected, rejected_by_reason) values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)"
                        + " on conflict (chain_id, vault, period_start) do update set closed = excluded.closed,"
                        + " admitted = excluded.admitted, counted = excluded.counted, rejected = excluded.rejected,"
                        + " rejected_by_reason = excluded.rejected_by_reason where excluded.closed or not known.closed",
                (statement, lines) -> {
                    statement.setObject(3, instant(booking.periodStart(lines.period())));
                    statement.setBoolean(4, lines.closed());
                    statement.setLong(5, lines.admitted());
                    statement.setLong(6, lines.counted());
                    statement.setLong(7, lines.rejectedLines());
                    statement.setString(8, CanonicalJson.write(lines.rejected()));
                });
    }

    public UpsertSink<Claim> claims() {
        return new UpsertSink<>(
                rows.access(),
                RowsStatement.batched(
                        "insert into tributary.claim (chain_id, vault, account, token, amount, cumulative, block_number,"
                                + " claimed_at, transaction, log_index) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (chain_id, transaction, log_index) do nothing",
                        (statement, claim) -> {
                            statement.setLong(1, claim.chainId());
                            statement.setString(2, claim.vault());
                            statement.setString(3, claim.account());
                            statement.setString(4, claim.token());
                            bind(statement, 5, claim.amount());
                            bind(statement, 6, claim.cumulative());
                            statement.setLong(7, claim.blockNumber());
                            statement.setObject(8, instant(claim.timeMillis()));
                            statement.setString(9, claim.transaction());
                            statement.setInt(10, claim.logIndex());
                        }));
    }

    public UpsertSink<DescribedModel> models() {
        return rows.upsert(
                "insert into tributary.model as known (chain_id, vault, model, owner, format, codec, parents, policy, share,"
                        + " registered_at, ordinal)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, model) do update set owner = excluded.owner,"
                        + " ordinal = excluded.ordinal where excluded.ordinal > known.ordinal",
                (statement, described) -> {
                    RegisteredModel model = described.model();
                    statement.setString(3, model.model());
                    statement.setString(4, model.owner());
                    statement.setString(5, model.format());
                    statement.setString(6, model.codec());
                    statement.setArray(
                            7,
                            statement
                                    .getConnection()
                                    .createArrayOf("text", model.parents().toArray()));
                    statement.setString(8, model.policy());
                    statement.setLong(9, model.share());
                    statement.setObject(10, instant(model.registeredAtMillis()));
                    statement.setLong(11, described.ordinal());
                });
    }

    private static void bindMeters(PreparedStatement statement, int first, MeterTotals meters) throws SQLException {
        bind(statement, first, meters.calls());
        bind(statement, first + 1, meters.inputTokens());
        bind(statement, first + 2, meters.outputTokens());
        bind(statement, first + 3, meters.computeMillis());
    }

    static void bind(PreparedStatement statement, int index, BigInteger amount) throws SQLException {
        statement.setBigDecimal(index, new BigDecimal(amount));
    }

    static OffsetDateTime instant(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
