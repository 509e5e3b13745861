package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ChainSeconds;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A licence in escrow, and how it ended: the row of table {@code purchase} with this number. Amounts in base units.
 *
 * @param purchase number that the marketplace gave it
 * @param minimumScorePpm the score it is released for
 * @param deadlineMillis from then on it can only be refunded
 * @param endedAtMillis null while LOCKED, as its transaction is
 * @param pass id of the access pass; null unless RELEASED, as fee and net are
 * @param netToVault whether the vault took the net, for all whose work is in the model; else the seller has it
 * @param ordinal place in the chain's log of the event that made it so
 */
public record Purchase(
        BigInteger purchase,
        String model,
        String buyer,
        String token,
        BigInteger price,
        BigInteger minimumScorePpm,
        long deadlineMillis,
        long purchasedAtMillis,
        String purchaseTransaction,
        State state,
        @Nullable Long endedAtMillis,
        @Nullable String endTransaction,
        @Nullable BigInteger pass,
        @Nullable BigInteger fee,
        @Nullable BigInteger net,
        boolean netToVault,
        long ordinal) {

    /** The life of a purchase; it leaves LOCKED once. */
    public enum State {
        LOCKED,
        RELEASED,
        REFUNDED
    }

    /** Of a {@code Purchased} event. */
    static Purchase locked(ChainEvent event) {
        ChainArguments arguments = ChainArguments.of(event);
        return new Purchase(
                arguments.integer("purchaseId"),
                arguments.hash("modelId"),
                arguments.address("buyer"),
                arguments.address("token"),
                arguments.integer("price"),
                arguments.integer("minimumScorePpm"),
                ChainSeconds.toMillisSaturated(arguments.integer("deadline")),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.transaction(),
                State.LOCKED,
                null,
                null,
                null,
                null,
                null,
                false,
                event.ordinal());
    }

    /** By a {@code Released} event of this purchase. */
    Purchase released(ChainEvent event) {
        ChainArguments arguments = ChainArguments.of(event);
        return ended(
                State.RELEASED,
                event,
                arguments.integer("passId"),
                arguments.integer("fee"),
                arguments.integer("net"),
                false);
    }

    /** By a {@code Refunded} event of this purchase. */
    Purchase refunded(ChainEvent event) {
        return ended(State.REFUNDED, event, null, null, null, false);
    }

    /** Whether a {@code RevenueReceived} event is the net of this released purchase: it follows in its transaction. */
    boolean isPaidBy(ChainEvent revenue) {
        ChainArguments arguments = ChainArguments.of(revenue);
        return revenue.transaction().equals(endTransaction)
                && arguments.hash("modelId").equals(model)
                && arguments.address("token").equals(token)
                && arguments.integer("amount").equals(net);
    }

    /** The vault took the net with this event. */
    Purchase paidToVault(ChainEvent revenue) {
        return ended(state, revenue, pass, fee, net, true);
    }

    private Purchase ended(
            State next,
            ChainEvent event,
            @Nullable BigInteger nextPass,
            @Nullable BigInteger nextFee,
            @Nullable BigInteger nextNet,
            boolean toVault) {
        return new Purchase(
                purchase,
                model,
                buyer,
                token,
                price,
                minimumScorePpm,
                deadlineMillis,
                purchasedAtMillis,
                purchaseTransaction,
                next,
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.transaction(),
                nextPass,
                nextFee,
                nextNet,
                toVault,
                event.ordinal());
    }
}
