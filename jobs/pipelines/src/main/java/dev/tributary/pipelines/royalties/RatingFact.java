package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.metering.ModelUsage;
import org.jspecify.annotations.Nullable;

/** What the rating of one model's usage depends on; exactly one part is not null. */
public record RatingFact(
        String model,
        @Nullable ModelUsage usage,
        @Nullable TermsChange terms,
        @Nullable PassChange pass) {

    static RatingFact of(ModelUsage usage) {
        return new RatingFact(usage.model(), usage, null, null);
    }

    static RatingFact of(TermsChange terms) {
        return new RatingFact(terms.model(), null, terms, null);
    }

    static RatingFact of(PassChange pass) {
        return new RatingFact(pass.model(), null, null, pass);
    }
}
