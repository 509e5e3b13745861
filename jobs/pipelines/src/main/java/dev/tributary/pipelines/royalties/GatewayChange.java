package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Dated;
import org.jspecify.annotations.Nullable;

/**
 * A gateway may from now on report usage, or may not.
 *
 * @param payer whose usage; "" for anybody's, which is what the registry's admin decides
 */
public record GatewayChange(String gateway, String payer, Dated<Boolean> permitted) {
    static final String ANY_PAYER = "";

    /** Under which name the broadcast state keeps who may report whose usage. */
    static String key(String gateway, String payer) {
        return gateway + payer;
    }

    /** Null when the event is another. */
    static @Nullable GatewayChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.GATEWAY_REGISTRY)) {
            return null;
        }
        return switch (event.event()) {
            case "GatewayAuthorised" -> of(event, false, true);
            case "GatewayRevoked" -> of(event, false, false);
            case "GatewayAllowed" -> of(event, true, true);
            case "GatewayDisallowed" -> of(event, true, false);
            default -> null;
        };
    }

    private static GatewayChange of(ChainEvent event, boolean ofOnePayer, boolean permitted) {
        ChainArguments arguments = ChainArguments.of(event);
        return new GatewayChange(
                arguments.address("gateway"),
                ofOnePayer ? arguments.address("payer") : ANY_PAYER,
                new Dated<>(ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()), event.ordinal(), permitted));
    }
}
