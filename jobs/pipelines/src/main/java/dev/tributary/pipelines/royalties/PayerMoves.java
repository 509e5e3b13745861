package dev.tributary.pipelines.royalties;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What a payer paid in and asked back in one period, base units; requests in log order. */
public record PayerMoves(BigInteger depositsUnits, List<BigInteger> withdrawalsUnits) {
    static final PayerMoves NONE = new PayerMoves(BigInteger.ZERO, List.of());

    PayerMoves deposited(BigInteger units) {
        return new PayerMoves(depositsUnits.add(units), withdrawalsUnits);
    }

    PayerMoves requested(BigInteger units) {
        List<BigInteger> next = new ArrayList<>(withdrawalsUnits);
        next.add(units);
        return new PayerMoves(depositsUnits, next);
    }
}
