package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is behind a model from now on: its owner by default and after a transfer, or the accounts the owner chose. */
public record SplitChange(String model, Dated<Split> split) {

    /** Null when the event changes no split. */
    static @Nullable SplitChange read(ChainEvent event) {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration != null) {
            return of(event, registration.model(), Split.wholeTo(registration.owner()));
        }
        OwnerChange transfer = OwnerChange.read(event);
        if (transfer != null) {
            return of(event, transfer.model(), Split.wholeTo(transfer.owner()));
        }
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("SplitChanged")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return of(event, arguments.hash("modelId"), chosen(event, arguments));
    }

    private static Split chosen(ChainEvent event, ChainArguments arguments) {
        List<Integer> basisPoints = arguments.smalls("basisPoints").stream()
                .map(share -> (int) Math.min(share, Integer.MAX_VALUE))
                .toList();
        try {
            return new Split(arguments.addresses("accounts"), basisPoints);
        } catch (IllegalArgumentException e) {
            throw ChainArguments.malformed(event, String.valueOf(e.getMessage()));
        }
    }

    private static SplitChange of(ChainEvent event, String model, Split split) {
        long timeMillis = ChainSeconds.toMillisSaturated(event.blockTimestampSeconds());
        return new SplitChange(model, new Dated<>(timeMillis, event.ordinal(), split));
    }
}
