package dev.tributary.settlement.statement;

import dev.tributary.domain.royalty.statement.AccountStatement;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.FundedPart;
import dev.tributary.domain.royalty.statement.HeldSpan;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Reads the covered charges that may concern an account, and no others. */
final class FundedCharges {
    private static final String OF_PERIOD =
            "select * from funded_charge where chain_id = ? and vault = ? and period_start = ?";
    private static final String OF_MODELS = " and model = any(?)";
    private static final String EARLIER =
            "select * from funded_charge where chain_id = ? and vault = ? and period_start < ? and (";
    private static final String IN_SPAN = "(model = any(?) and minute_start >= ? and minute_start < ?)";

    private final VaultId vault;

    FundedCharges(VaultId vault) {
        this.vault = vault;
    }

    void tell(Session session, SealedPeriod period, AccountStatement statement) throws SQLException {
        tellOfPeriod(session, period, statement);
        tellHeld(session, period, statement);
    }

    private void tellOfPeriod(Session session, SealedPeriod period, AccountStatement statement) throws SQLException {
        if (statement.concernsEveryModel()) {
            session.each(OF_PERIOD, row -> statement.add(part(row)), vault.chainId(), vault.address(), period.start());
            return;
        }
        SortedSet<String> models = statement.earningModels();
        if (!models.isEmpty()) {
            session.each(
                    OF_PERIOD + OF_MODELS,
                    row -> statement.add(part(row)),
                    vault.chainId(),
                    vault.address(),
                    period.start(),
                    models.toArray(new String[0]));
        }
    }

    /** Disputes that ended in the period may have held what accrued before. Each row once, in however many of them. */
    private void tellHeld(Session session, SealedPeriod period, AccountStatement statement) throws SQLException {
        List<HeldSpan> spans = statement.held();
        if (spans.isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>(List.of(vault.chainId(), vault.address(), period.start()));
        for (HeldSpan span : spans) {
            values.add(span.earningModels().toArray(new String[0]));
            values.add(Instant.ofEpochMilli(span.fromMillis()));
            values.add(Instant.ofEpochMilli(span.untilMillis()));
        }
        String sql = EARLIER
                + String.join(" or ", spans.stream().map(span -> IN_SPAN).toList()) + ")";
        session.each(sql, row -> statement.add(part(row)), values.toArray());
    }

    private static FundedPart part(ResultSet row) throws SQLException {
        return new FundedPart(
                Session.instant(row, "period_start").toEpochMilli(),
                Session.instant(row, "booked_period_start").toEpochMilli(),
                row.getString("token"),
                row.getString("payer"),
                row.getString("model"),
                Session.instant(row, "minute_start").toEpochMilli(),
                Session.integer(row, "funded_micro"),
                usage(row));
    }

    /** Null of a charge that was booked before its tables were there. */
    private static @Nullable ChargedUsage usage(ResultSet row) throws SQLException {
        BigInteger chargeMicro = Session.integerOrNull(row, "charge_micro");
        return chargeMicro == null
                ? null
                : new ChargedUsage(
                        row.getLong("lines"),
                        MeterTotals.of(
                                Session.integer(row, "calls"),
                                Session.integer(row, "input_tokens"),
                                Session.integer(row, "output_tokens"),
                                Session.integer(row, "compute_millis")),
                        chargeMicro);
    }
}
