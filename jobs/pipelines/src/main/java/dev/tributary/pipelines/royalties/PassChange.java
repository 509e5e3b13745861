package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Pass;
import org.jspecify.annotations.Nullable;

/**
 * An access pass was issued or revoked.
 *
 * @param pass its id, decimal
 * @param issued the pass as issued; null when it was revoked
 */
public record PassChange(
        String model, String pass, @Nullable Pass issued, long timeMillis) {

    /** Null when the event is another. */
    static @Nullable PassChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.ACCESS_PASS)) {
            return null;
        }
        return switch (event.event()) {
            case "PassIssued" -> issued(event);
            case "PassRevoked" -> of(event, null);
            default -> null;
        };
    }

    private static PassChange issued(ChainEvent event) {
        ChainArguments arguments = ChainArguments.of(event);
        return of(
                event,
                Pass.issued(
                        arguments.address("holder"),
                        ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                        ChainSeconds.toMillisSaturated(arguments.integer("expiresAt"))));
    }

    private static PassChange of(ChainEvent event, @Nullable Pass issued) {
        ChainArguments arguments = ChainArguments.of(event);
        return new PassChange(
                arguments.hash("modelId"),
                arguments.integer("passId").toString(),
                issued,
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()));
    }
}
