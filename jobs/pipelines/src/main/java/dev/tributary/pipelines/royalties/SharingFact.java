package dev.tributary.pipelines.royalties;

import org.jspecify.annotations.Nullable;

/** What the sharing of one model's revenue depends on; exactly one part is not null. */
public record SharingFact(
        String model,
        @Nullable ModelRevenue revenue,
        @Nullable ShareVector vector,
        @Nullable FamilyBreak familyBreak) {

    static SharingFact of(ModelRevenue revenue) {
        return new SharingFact(revenue.model(), revenue, null, null);
    }

    static SharingFact of(ShareVector vector) {
        return new SharingFact(vector.model(), null, vector, null);
    }

    static SharingFact of(FamilyBreak familyBreak) {
        return new SharingFact(familyBreak.model(), null, null, familyBreak);
    }
}
