package dev.tributary.local.simulation;

/**
 * One usage line before it has a time on the clock.
 *
 * @param model place in the plan's models
 * @param payer place in the plan's payers
 * @param gateway place in the plan's gateways
 * @param purchase place in the plan's purchases of the one whose pass is cited; -1 for none
 * @param arrival in billionths of the run
 * @param late whether it is held back until its period may have closed
 * @param passRevoked whether the pass cited is revoked by then, so that the line must be refused
 */
public record PlannedLine(
        long number,
        int model,
        int payer,
        int gateway,
        int purchase,
        Phase phase,
        long arrival,
        long inputTokens,
        long outputTokens,
        long computeMillis,
        long latencyMillis,
        boolean failed,
        boolean late,
        boolean passRevoked) {}
