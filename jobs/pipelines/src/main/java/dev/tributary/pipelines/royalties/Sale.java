package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A licence of a model was sold; the platform's fee is off already.
 *
 * @param amount base units
 */
public record Sale(String model, String token, BigInteger amount, long timeMillis, long ordinal) {

    /** Null when the event is another. */
    static @Nullable Sale read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.ROYALTY_VAULT)
                || !event.event().equals("RevenueReceived")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new Sale(
                arguments.hash("modelId"),
                arguments.address("token"),
                arguments.integer("amount"),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.ordinal());
    }
}
