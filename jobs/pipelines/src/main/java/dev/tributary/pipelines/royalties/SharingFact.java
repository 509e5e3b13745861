package dev.tributary.pipelines.royalties;

import org.jspecify.annotations.Nullable;

/** What the sharing of one model's revenue depends on; exactly one part is not null. */
public record SharingFact(
        String model,
        @Nullable FundedCharge charge,
        @Nullable ShareVector vector,
        @Nullable FamilyBreak familyBreak) {

    static SharingFact of(FundedCharge charge) {
        return new SharingFact(charge.charge().model(), charge, null, null);
    }

    static SharingFact of(ShareVector vector) {
        return new SharingFact(vector.model(), null, vector, null);
    }

    static SharingFact of(FamilyBreak familyBreak) {
        return new SharingFact(familyBreak.model(), null, null, familyBreak);
    }
}
