package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.List;

/** @param basisPoints by account, summing to 10 000 */
record Split(List<String> accounts, List<BigInteger> basisPoints) {
    static Split wholeTo(String account) {
        return new Split(List.of(account), List.of(BigInteger.valueOf(10_000)));
    }
}
