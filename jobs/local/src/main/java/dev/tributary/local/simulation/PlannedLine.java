package dev.tributary.local.simulation;

/**
 * One usage line before it has a time on the clock.
 *
 * @param model place in the plan's models
 * @param payer place in the plan's payers
 * @param gateway place in the plan's gateways
 * @param arrival in billionths of the run
 * @param late whether it is held back until its period may have closed
 */
public record PlannedLine(
        long number,
        int model,
        int payer,
        int gateway,
        Phase phase,
        long arrival,
        long inputTokens,
        long outputTokens,
        long computeMillis,
        long latencyMillis,
        boolean failed,
        boolean late) {}
