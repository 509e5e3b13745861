package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a payer did at the vault in one token.
 *
 * @param amount base units: paid in, asked back, or the most that it will spend in a period
 */
public record PayerMove(String payer, String token, Kind kind, long timeMillis, long ordinal, BigInteger amount) {
    public enum Kind {
        DEPOSIT,
        WITHDRAWAL_REQUEST,
        SPEND_LIMIT
    }

    /** Null when the event is another. */
    static @Nullable PayerMove read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.ROYALTY_VAULT)) {
            return null;
        }
        return switch (event.event()) {
            case "Deposited" -> of(event, Kind.DEPOSIT, "amount");
            case "WithdrawalRequested" -> of(event, Kind.WITHDRAWAL_REQUEST, "amount");
            case "SpendLimitChanged" -> of(event, Kind.SPEND_LIMIT, "perPeriod");
            default -> null;
        };
    }

    private static PayerMove of(ChainEvent event, Kind kind, String amount) {
        ChainArguments arguments = ChainArguments.of(event);
        return new PayerMove(
                arguments.address("payer"),
                arguments.address("token"),
                kind,
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.ordinal(),
                arguments.integer(amount));
    }
}
