package dev.tributary.local.simulation;

import java.math.BigInteger;

/**
 * A licence that a payer buys. Purchases are numbered from 1 in the order of the plan.
 *
 * @param buyer place in the plan's payers
 * @param model place in the plan's models
 * @param early before the traffic; else between its second and third phase
 * @param minimumScorePpm the least score the buyer accepts
 */
public record PlannedPurchase(int buyer, int model, boolean early, End end, BigInteger price, long minimumScorePpm) {

    /** How it ends. */
    public enum End {
        RELEASED,
        /** Refunded, since the model scores too little. */
        REFUNDED_FOR_SCORE,
        /** Refunded, since nobody verified the model in time. */
        REFUNDED_FOR_DEADLINE,
        /** It is still in escrow when the simulation ends. */
        LOCKED
    }
}
