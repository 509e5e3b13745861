package dev.tributary.local.simulation;

import java.util.SortedMap;

/**
 * One round of reports on a model.
 *
 * @param model place in the plan's models
 * @param round 1, 2, 3 … per model
 * @param measurements as many as the quorum, by place of the reporter in the plan
 */
public record PlannedVerification(int model, int round, Moment moment, SortedMap<Integer, Measurement> measurements) {

    /** When it happens. */
    public enum Moment {
        BEFORE_PURCHASES,
        /** The first purchases wait for it. */
        AFTER_PURCHASES,
        /** Between the second and the third phase of the traffic. */
        INTERMISSION
    }
}
