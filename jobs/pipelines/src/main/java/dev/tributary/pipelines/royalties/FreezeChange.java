package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * A dispute over a model began or ended.
 *
 * @param redirectTo who gets what was held; null for the model's own split, and while the dispute begins
 */
public record FreezeChange(
        String model,
        boolean frozen,
        long timeMillis,
        long ordinal,
        @Nullable String redirectTo) {
    private static final String NOBODY = "0x" + "0".repeat(40);

    /** Null when the event is another. */
    static @Nullable FreezeChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)) {
            return null;
        }
        return switch (event.event()) {
            case "ModelFrozen" -> of(event, true, null);
            case "ModelUnfrozen" -> unfrozen(event);
            default -> null;
        };
    }

    private static FreezeChange unfrozen(ChainEvent event) {
        String redirectTo = ChainArguments.of(event).address("redirectTo");
        return of(event, false, redirectTo.equals(NOBODY) ? null : redirectTo);
    }

    private static FreezeChange of(ChainEvent event, boolean frozen, @Nullable String redirectTo) {
        return new FreezeChange(
                ChainArguments.of(event).hash("modelId"),
                frozen,
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.ordinal(),
                redirectTo);
    }
}
