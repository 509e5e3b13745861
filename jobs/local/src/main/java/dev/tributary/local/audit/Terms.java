package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.List;

/** @param pricesPerMillion base units per million calls, input tokens, output tokens, compute milliseconds */
record Terms(String token, List<BigInteger> pricesPerMillion, boolean passRequired) {
    BigInteger micro(UsageSum usage) {
        BigInteger micro = BigInteger.ZERO;
        for (int meter = 0; meter < pricesPerMillion.size(); meter++) {
            micro = micro.add(usage.quantities().get(meter).multiply(pricesPerMillion.get(meter)));
        }
        return micro;
    }
}
