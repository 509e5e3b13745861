package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** @param quantities calls, input tokens, output tokens, compute milliseconds */
record UsageSum(long lines, List<BigInteger> quantities) {
    static final UsageSum NONE = new UsageSum(0, Collections.nCopies(LineReader.METERS.size(), BigInteger.ZERO));

    UsageSum plus(UsageLine line) {
        List<BigInteger> sums = new ArrayList<>();
        for (int meter = 0; meter < quantities.size(); meter++) {
            sums.add(quantities.get(meter).add(line.quantities().get(meter)));
        }
        return new UsageSum(lines + 1, sums);
    }
}
