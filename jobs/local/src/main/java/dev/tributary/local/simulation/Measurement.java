package dev.tributary.local.simulation;

/**
 * What a reporter says of a model, in parts per million.
 *
 * @param absencePpm absence of overfitting
 * @param costPpm over the published baseline
 */
public record Measurement(long accuracyPpm, long diversityPpm, long absencePpm, long costPpm) {}
