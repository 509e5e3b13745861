package dev.tributary.domain.royalty;

/**
 * A value and when it takes force.
 *
 * @param ordinal its place in the chain's log, which decides between equal times
 */
public record Dated<T>(long timeMillis, long ordinal, T value) {}
