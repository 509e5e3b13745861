package dev.tributary.pipelines.royalties;

/**
 * A model after an event that described it anew: a row of table {@code model}.
 *
 * @param ordinal place of that event in the chain's log
 */
public record DescribedModel(RegisteredModel model, long ordinal) {}
