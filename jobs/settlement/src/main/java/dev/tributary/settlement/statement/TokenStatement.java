package dev.tributary.settlement.statement;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.statement.StatementLine;
import java.math.BigInteger;
import java.util.List;

/**
 * One token of a statement. Only whole base units can be claimed; the rest is carried on:
 * earned + brought forward = payable + carried forward.
 *
 * @param numerator what the epoch's batch adds to the account, 10^-24 base units; the lines sum to it exactly
 * @param before what all earlier epochs added
 */
public record TokenStatement(String token, BigInteger numerator, BigInteger before, List<StatementLine> lines) {
    /** Whole base units that became claimable with this epoch. */
    public BigInteger payable() {
        return Units.payableFloor(before.add(numerator)).subtract(Units.payableFloor(before));
    }

    /** The fraction of a base unit that earlier epochs left, 10^-24 base units. */
    public BigInteger broughtForward() {
        return before.mod(Units.NUMERATOR_PER_UNIT);
    }

    /** The fraction that this epoch leaves, 10^-24 base units. */
    public BigInteger carriedForward() {
        return before.add(numerator).mod(Units.NUMERATOR_PER_UNIT);
    }
}
