package dev.tributary.local.audit;

import java.util.Comparator;

/**
 * One charge is what a payer owes for one model in one minute, booked in one period, whoever reported it.
 *
 * @param period it is booked in
 */
record Charge(String token, String payer, long period, long minute, String model) {
    /** Models compare as unsigned numbers, which for lower-case hex of one length is the order of their texts. */
    static final Comparator<Charge> IN_ORDER = Comparator.comparingLong(Charge::period)
            .thenComparing(Charge::token)
            .thenComparing(Charge::payer)
            .thenComparingLong(Charge::minute)
            .thenComparing(Charge::model);
}
