package dev.tributary.pipelines.connectors;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChargePosition;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables that statements and traces are read from (schemas/postgres/V005__statements.sql). Their rows are functions
 * of the logs: one that is there already is the same, and stays. They are written before the checkpoint that seals a
 * period, so every sealed epoch has all of its rows.
 */
public final class StatementTables implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int WHOLE_REPORT = -1;

    private final DeploymentRows rows;
    private final BookingRule booking;

    /** Of one deployment; {@code booking} turns periods and minutes into instants. */
    public StatementTables(DeploymentRows rows, BookingRule booking) {
        this.rows = rows;
        this.booking = booking;
    }

    public UpsertSink<ChargePosition> chargePositions() {
        return rows.upsert(
                "insert into tributary.charge_position (chain_id, vault, period_start, booked_period_start, token,"
                        + " payer, model, minute_start, funded_micro, void_micro, written_off_micro, waiting_micro,"
                        + " charge_micro, lines, calls, input_tokens, output_tokens, compute_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                (statement, position) -> {
                    statement.setObject(3, RoyaltyTables.instant(booking.periodStart(position.period())));
                    statement.setObject(4, RoyaltyTables.instant(booking.periodStart(position.bookedPeriod())));
                    statement.setString(5, position.token());
                    statement.setString(6, position.payer());
                    statement.setString(7, position.model());
                    statement.setObject(8, RoyaltyTables.instant(booking.minuteStart(position.minute())));
                    bind(statement, 9, position.fundedMicro());
                    bind(statement, 10, position.voidMicro());
                    bind(statement, 11, position.writtenOffMicro());
                    bind(statement, 12, position.waitingMicro());
                    ChargePosition.Whole charge = position.charge();
                    MeterTotals meters = charge == null ? null : charge.meters();
                    bind(statement, 13, charge == null ? null : charge.micro());
                    statement.setObject(14, charge == null ? null : charge.lines(), Types.BIGINT);
                    bind(statement, 15, meters == null ? null : meters.calls());
                    bind(statement, 16, meters == null ? null : meters.inputTokens());
                    bind(statement, 17, meters == null ? null : meters.outputTokens());
                    bind(statement, 18, meters == null ? null : meters.computeMillis());
                });
    }

    public UpsertSink<ChainEvent> chainEvents() {
        return rows.upsert(
                "insert into tributary.chain_event (chain_id, vault, ordinal, contract, address, event, args,"
                        + " block_number, block_hash, block_timestamp, transaction, log_index)"
                        + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict do nothing",
                (statement, event) -> {
                    statement.setLong(3, event.ordinal());
                    statement.setString(4, PostgresText.of(event.contract()));
                    statement.setString(5, event.address());
                    statement.setString(6, PostgresText.of(event.event()));
                    statement.setString(7, PostgresText.ofJson(event.args()));
                    statement.setLong(8, event.blockNumber());
                    statement.setString(9, event.blockHash());
                    statement.setLong(10, event.blockTimestampSeconds());
                    statement.setString(11, event.transaction());
                    statement.setInt(12, event.logIndex());
                });
    }

    /** Without amounts: {@code charge_position.void_micro} has what was cut, by the same model, payer and minute. */
    public UpsertSink<UsageRejected> usageRejected() {
        return rows.upsert(
                "insert into tributary.usage_rejected (chain_id, vault, reason, detail, lines, topic, partition,"
                        + " \"offset\", index, sequence, id, period_start, minute_start, gateway, model, payer, pass,"
                        + " calls, input_tokens, output_tokens, compute_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                (statement, rejected) -> {
                    statement.setString(3, rejected.reason());
                    statement.setString(4, PostgresText.of(rejected.detail()));
                    statement.setLong(5, rejected.lines());
                    bindPlace(statement, rejected);
                    bindUse(statement, rejected);
                });
    }

    private static void bindPlace(PreparedStatement statement, UsageRejected rejected) throws SQLException {
        Integer index = rejected.index();
        String sequence = rejected.sequence();
        String id = rejected.id();
        statement.setString(6, rejected.topic());
        statement.setObject(7, rejected.partition(), Types.INTEGER);
        statement.setObject(8, rejected.offset(), Types.BIGINT);
        if (rejected.offset() == null) {
            statement.setNull(9, Types.INTEGER);
        } else {
            statement.setInt(9, index == null ? WHOLE_REPORT : index);
        }
        bind(statement, 10, sequence == null ? null : new BigInteger(sequence));
        statement.setString(11, id == null ? null : PostgresText.of(id));
    }

    private static void bindUse(PreparedStatement statement, UsageRejected rejected) throws SQLException {
        bindInstant(statement, 12, rejected.periodStartMillis());
        bindInstant(statement, 13, rejected.minuteStartMillis());
        statement.setString(14, Objects.requireNonNullElse(rejected.gateway(), ""));
        statement.setString(15, Objects.requireNonNullElse(rejected.model(), ""));
        statement.setString(16, Objects.requireNonNullElse(rejected.payer(), ""));
        statement.setString(17, Objects.requireNonNullElse(rejected.pass(), ""));
        Quantities quantities = rejected.quantities();
        bind(statement, 18, quantities == null ? null : quantities.calls());
        bind(statement, 19, quantities == null ? null : quantities.inputTokens());
        bind(statement, 20, quantities == null ? null : quantities.outputTokens());
        bind(statement, 21, quantities == null ? null : quantities.computeMillis());
    }

    private static void bind(PreparedStatement statement, int index, @Nullable BigInteger amount) throws SQLException {
        statement.setBigDecimal(index, amount == null ? null : new BigDecimal(amount));
    }

    private static void bindInstant(PreparedStatement statement, int index, @Nullable Long millis) throws SQLException {
        statement.setObject(
                index, millis == null ? null : RoyaltyTables.instant(millis), Types.TIMESTAMP_WITH_TIMEZONE);
    }
}
