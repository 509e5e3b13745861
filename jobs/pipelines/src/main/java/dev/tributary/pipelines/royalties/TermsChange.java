package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Terms;
import org.jspecify.annotations.Nullable;

/** A model's new terms, in force from the later of the block's time and their {@code effectiveAt}. */
public record TermsChange(String model, Dated<Terms> terms) {

    /** Null when the event is another. */
    static @Nullable TermsChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("TermsChanged")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        long blockMillis = ChainSeconds.toMillisSaturated(event.blockTimestampSeconds());
        long effectiveMillis = ChainSeconds.toMillisSaturated(arguments.integer("effectiveAt"));
        Terms terms;
        try {
            terms = new Terms(
                    arguments.address("token"), arguments.integers("pricesPerMillion"), arguments.flag("passRequired"));
        } catch (IllegalArgumentException e) {
            throw ChainArguments.malformed(event, String.valueOf(e.getMessage()));
        }
        return new TermsChange(
                arguments.hash("modelId"), new Dated<>(Math.max(blockMillis, effectiveMillis), event.ordinal(), terms));
    }
}
