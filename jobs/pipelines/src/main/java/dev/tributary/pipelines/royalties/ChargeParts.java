package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.WaitingCharge;
import java.math.BigInteger;
import java.util.List;

/**
 * What a close did with the charges of its own period, in one way, found by walking along with them: a close keeps their
 * order, so no map is needed.
 */
final class ChargeParts {
    private final List<WaitingCharge> parts;
    private final long period;
    private int next;

    /** @param parts by (minute, model) within the period, among those of other periods */
    ChargeParts(List<WaitingCharge> parts, long period) {
        this.parts = parts;
        this.period = period;
    }

    /**
     * The part of a charge, zero for none.
     *
     * @param charge behind all that were asked for before, by (minute, model)
     */
    BigInteger of(Charge charge) {
        while (next < parts.size() && parts.get(next).period() != period) {
            next++;
        }
        if (next == parts.size() || !isOf(parts.get(next), charge)) {
            return BigInteger.ZERO;
        }
        return parts.get(next++).micro();
    }

    private static boolean isOf(WaitingCharge part, Charge charge) {
        return part.minute() == charge.minute() && part.model().equals(charge.model());
    }
}
