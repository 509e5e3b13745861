package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.jspecify.annotations.Nullable;

/** Who gets what a model earns, in log order; exactly one part is not null. */
public record PayeeChange(
        String model, @Nullable SplitChange split, @Nullable FreezeChange freeze) {

    /** Null when the event is another. */
    static @Nullable PayeeChange read(ChainEvent event) {
        SplitChange split = SplitChange.read(event);
        if (split != null) {
            return new PayeeChange(split.model(), split, null);
        }
        FreezeChange freeze = FreezeChange.read(event);
        return freeze == null ? null : new PayeeChange(freeze.model(), null, freeze);
    }

    long timeMillis() {
        if (split != null) {
            return split.split().timeMillis();
        }
        return freeze == null ? Long.MIN_VALUE : freeze.timeMillis();
    }
}
