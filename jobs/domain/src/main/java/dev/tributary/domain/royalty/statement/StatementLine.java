package dev.tributary.domain.royalty.statement;

import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.royalty.Terms;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * One reason why an account is owed something in a period, with everything that its amount is computed from.
 *
 * @param reason where the money comes from
 * @param part of it that is the account's
 * @param numerator what it adds to the account, 10^-24 base units
 */
public record StatementLine(Kind kind, String token, Reason reason, Part part, BigInteger numerator) {
    public enum Kind {
        /** Usage of a model, shared along the lineage and split. */
        USAGE,
        /** The platform's part of a charge, for its treasury. */
        PLATFORM_FEE,
        /** A licence that was sold. */
        SALE,
        /** Usage or a sale of an earlier period that was held while a model was in dispute. */
        RELEASE,
        /** The payer's own money back. */
        WITHDRAWAL
    }

    /**
     * Where the money comes from. Of usage: minutes between which neither the price, the fee, the split nor a dispute
     * changed.
     *
     * @param earningModel what was used or sold; null of a withdrawal
     * @param payer null of a sale
     * @param firstMinuteMillis start of the first minute of use, or the time of the sale; the period of a withdrawal
     * @param lastMinuteMillis start of the last one
     * @param bookedMillis start of the period that the usage was booked in: an earlier one when its payer paid late
     * @param accruedMillis start of the period in which it was earned: an earlier one when it was held in between
     * @param micro the revenue, 10^-6 base units: of usage what its payer has covered
     * @param usage what was used; null of a sale, a withdrawal and where it is not known
     * @param terms the prices of those minutes; null of a sale and a withdrawal
     * @param sale null of anything else
     */
    public record Reason(
            @Nullable String earningModel,
            @Nullable String payer,
            long firstMinuteMillis,
            long lastMinuteMillis,
            long bookedMillis,
            long accruedMillis,
            BigInteger micro,
            @Nullable ChargedUsage usage,
            @Nullable Terms terms,
            @Nullable SaleRevenue sale) {}

    /**
     * Which part is the account's: (10^6 - fee) x lineage share x basis points; of the platform's fee, the fee alone.
     *
     * @param receivingModel null of a fee and a withdrawal
     * @param route why that model takes part; null of a fee and a withdrawal
     * @param feePpm 0 of a sale and a withdrawal
     * @param basisPoints of the model's split, or of the destination of a dispute's end
     * @param freeze number of the model's dispute, 0, 1, 2 ..., whose end decided the split; null where there was none
     */
    public record Part(
            @Nullable String receivingModel,
            @Nullable LineageRoute route,
            long feePpm,
            int basisPoints,
            @Nullable Integer freeze) {}
}
