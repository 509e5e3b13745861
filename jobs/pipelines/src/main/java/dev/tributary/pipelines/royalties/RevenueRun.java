package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Revenue of one model over minutes in which the fee, the treasury and every split of the family were the same, so that
 * it may be shared as one sum.
 *
 * @param minute the first of them
 */
record RevenueRun(String token, long minute, PlatformHistory.Regime regime, BigInteger micro) {
    private record Key(String token, int familyBreaks, PlatformHistory.Regime regime) {}

    /**
     * @param microByMinute revenue of one token; a zero is shared by nobody and asks for no fee
     * @param breaks sorted times from which on a split of the family is another
     */
    static List<RevenueRun> of(
            String token,
            SortedMap<Long, BigInteger> microByMinute,
            List<Long> breaks,
            PlatformHistory platform,
            BookingRule booking) {
        Map<Key, RevenueRun> runs = new LinkedHashMap<>();
        microByMinute.forEach((minute, micro) -> {
            if (micro.signum() == 0) {
                return;
            }
            long startMillis = booking.minuteStart(minute);
            PlatformHistory.Regime regime = platform.regime(startMillis);
            runs.merge(
                    new Key(token, breaksUpTo(breaks, startMillis), regime),
                    new RevenueRun(token, minute, regime, micro),
                    RevenueRun::plus);
        });
        return new ArrayList<>(runs.values());
    }

    private RevenueRun plus(RevenueRun later) {
        return new RevenueRun(token, minute, regime, micro.add(later.micro));
    }

    private static int breaksUpTo(List<Long> breaks, long atMillis) {
        int found = Collections.binarySearch(breaks, atMillis);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
