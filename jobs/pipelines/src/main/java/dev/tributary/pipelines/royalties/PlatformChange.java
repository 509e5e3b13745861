package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Accrual;
import org.jspecify.annotations.Nullable;

/**
 * The platform's fee or its treasury changed.
 *
 * @param feePpm the new fee, null when the treasury changed
 * @param treasury the new treasury, null when the fee changed
 */
public record PlatformChange(
        long timeMillis,
        long ordinal,
        @Nullable Long feePpm,
        @Nullable String treasury) {

    /** Null when the event is another. */
    static @Nullable PlatformChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.ROYALTY_VAULT)) {
            return null;
        }
        long timeMillis = ChainSeconds.toMillisSaturated(event.blockTimestampSeconds());
        return switch (event.event()) {
            case "FeeChanged" -> new PlatformChange(timeMillis, event.ordinal(), feePpm(event), null);
            case "TreasuryChanged" ->
                new PlatformChange(
                        timeMillis,
                        event.ordinal(),
                        null,
                        ChainArguments.of(event).address("treasury"));
            default -> null;
        };
    }

    private static long feePpm(ChainEvent event) {
        long feePpm = ChainArguments.of(event).small("feePpm");
        if (feePpm > Accrual.FEE_WHOLE) {
            throw ChainArguments.malformed(event, "a fee of " + feePpm + " ppm is more than the whole");
        }
        return feePpm;
    }
}
