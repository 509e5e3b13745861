package dev.tributary.domain.royalty.statement;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;

/**
 * The usage behind charges.
 *
 * @param lines how many usage lines
 * @param chargeMicro what they cost, covered or not, 10^-6 base units
 */
public record ChargedUsage(long lines, MeterTotals meters, BigInteger chargeMicro) {
    static final ChargedUsage NONE = new ChargedUsage(0, MeterTotals.ZERO, BigInteger.ZERO);

    ChargedUsage plus(ChargedUsage other) {
        return new ChargedUsage(lines + other.lines, meters.plus(other.meters), chargeMicro.add(other.chargeMicro));
    }
}
