package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What is held for, or waits of, someone after an epoch; never zero.
 *
 * @param holder a payer, or a model for what is in suspense
 * @param amount micro units of a payer, 10^-24 base units in suspense
 */
public record Position(String token, String holder, BigInteger amount) {
    static List<Position> of(SortedMap<Purse, BigInteger> micro) {
        List<Position> positions = new ArrayList<>();
        micro.forEach((purse, amount) -> positions.add(new Position(purse.token(), purse.payer(), amount)));
        return positions;
    }
}
