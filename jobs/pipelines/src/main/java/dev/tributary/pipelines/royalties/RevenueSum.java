package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/** Revenue added up, over all payers, with the usage that it paid. */
public record RevenueSum(BigInteger micro, UsageSum usage) {
    static final RevenueSum NONE = new RevenueSum(BigInteger.ZERO, UsageSum.NONE);

    RevenueSum plus(RevenueSum other) {
        return new RevenueSum(micro.add(other.micro), usage.plus(other.usage));
    }
}
