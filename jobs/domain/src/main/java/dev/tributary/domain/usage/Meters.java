package dev.tributary.domain.usage;

/** What one line reports: four quantities, each from 0 to 2^53-1. */
public record Meters(long calls, long inputTokens, long outputTokens, long computeMillis) {}
