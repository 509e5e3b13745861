package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model enters the family.
 *
 * @param policy what binds its future children
 * @param share over 10^8
 */
public record ModelRegistration(
        String model, String owner, List<String> parents, RoyaltyPolicy policy, long share, long timeMillis) {

    /** Null when the event is another. */
    static @Nullable ModelRegistration read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("ModelRegistered")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new ModelRegistration(
                arguments.hash("modelId"),
                arguments.address("owner"),
                arguments.hashes("parents"),
                policy(event, arguments.small("royaltyPolicy")),
                arguments.small("royaltyShare"),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()));
    }

    private static RoyaltyPolicy policy(ChainEvent event, long index) {
        RoyaltyPolicy[] policies = RoyaltyPolicy.values();
        if (index >= policies.length) {
            throw ChainArguments.malformed(event, "royalty policy " + index + " is unknown");
        }
        return policies[(int) index];
    }
}
