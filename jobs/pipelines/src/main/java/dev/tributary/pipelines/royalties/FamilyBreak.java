package dev.tributary.pipelines.royalties;

/** From this time on, the split of the model or of one of its ancestors is another. */
public record FamilyBreak(String model, long timeMillis) {}
