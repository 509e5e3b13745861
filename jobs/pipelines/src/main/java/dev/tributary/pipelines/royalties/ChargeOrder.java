package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.SettlementHalted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a charge stands by (minute, model). Models lie far apart in memory, so the first characters of each are read once
 * and kept as a number beside it; the rest is only looked at where two begin alike.
 *
 * @param beginning of the model, such that of two models the lesser has the lesser or the same number
 */
record ChargeOrder(long minute, long beginning, Charge charge) implements Comparable<ChargeOrder> {
    private static final int CHARACTERS = 9;
    private static final int BITS = 7;
    private static final int LARGEST = (1 << BITS) - 1;

    /**
     * Sorts by (minute, model).
     *
     * @param charges of one (payer, token) and period
     * @throws SettlementHalted when two share both, as only one of them can be owed and nobody knows which
     */
    static List<Charge> sorted(List<Charge> charges) {
        ChargeOrder[] places = new ChargeOrder[charges.size()];
        for (int i = 0; i < places.length; i++) {
            Charge charge = charges.get(i);
            places[i] = new ChargeOrder(charge.minute(), beginning(charge.model()), charge);
        }
        Arrays.sort(places);
        List<Charge> sorted = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            if (i > 0 && places[i].compareTo(places[i - 1]) == 0) {
                throw chargedTwice(places[i - 1].charge, places[i].charge);
            }
            sorted.add(places[i].charge);
        }
        return sorted;
    }

    private static RuntimeException chargedTwice(Charge one, Charge other) {
        return SettlementHalted.because(
                "CHARGED_TWICE",
                "payer " + one.payer() + " is charged twice for model " + one.model() + " in minute " + one.minute()
                        + " of period " + one.period() + ": " + one.micro() + " and " + other.micro()
                        + " micro units of " + one.token() + " for " + one.lines() + " and " + other.lines()
                        + " lines.");
    }

    /** A character beyond ASCII counts as the largest, and those behind it as none: then the number decides nothing. */
    static long beginning(String model) {
        long beginning = 0;
        boolean isPlain = true;
        for (int i = 0; i < CHARACTERS; i++) {
            int next = isPlain && i < model.length() ? Math.min(model.charAt(i), LARGEST) : 0;
            isPlain &= next < LARGEST;
            beginning = (beginning << BITS) | next;
        }
        return beginning;
    }

    @Override
    public int compareTo(ChargeOrder other) {
        int order = Long.compare(minute, other.minute);
        if (order == 0) {
            order = Long.compare(beginning, other.beginning);
        }
        return order == 0 ? charge.model().compareTo(other.charge.model()) : order;
    }
}
