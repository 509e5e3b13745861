package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Revenue of one model over minutes in which the fee, the treasury and every split of the family were the same, so that
 * it may be shared as one sum.
 *
 * @param minute the first of them that earned anything
 */
public record RevenueRun(long minute, long feePpm, String treasury, BigInteger micro) {
    /** What is one and the same for all minutes of a run. */
    private record Rules(int familyBreaks, PlatformHistory.Regime regime) {}

    /**
     * @param revenues of one model and token, sorted by minute; a zero is shared by nobody and asks for no fee
     * @param breaks sorted times from which on a split of the family is another
     */
    static List<RevenueRun> of(
            List<MinuteRevenue> revenues, long[] breaks, PlatformHistory platform, BookingRule booking) {
        List<RevenueRun> runs = new ArrayList<>(1);
        Rules last = null;
        for (MinuteRevenue revenue : revenues) {
            BigInteger micro = revenue.sum().micro();
            if (micro.signum() != 0) {
                long startMillis = booking.minuteStart(revenue.minute());
                Rules rules = new Rules(breaksUpTo(breaks, startMillis), platform.regime(startMillis));
                add(runs, rules.equals(last), revenue, rules.regime(), platform);
                last = rules;
            }
        }
        return runs;
    }

    /** Rules follow one another in time, so the minutes that share them do too. */
    private static void add(
            List<RevenueRun> runs,
            boolean continues,
            MinuteRevenue revenue,
            PlatformHistory.Regime regime,
            PlatformHistory platform) {
        BigInteger micro = revenue.sum().micro();
        if (continues) {
            int last = runs.size() - 1;
            runs.set(last, runs.get(last).plus(micro));
        } else {
            runs.add(new RevenueRun(revenue.minute(), platform.feePpm(regime), platform.treasury(regime), micro));
        }
    }

    private RevenueRun plus(BigInteger more) {
        return new RevenueRun(minute, feePpm, treasury, micro.add(more));
    }

    private static int breaksUpTo(long[] breaks, long atMillis) {
        int found = Arrays.binarySearch(breaks, atMillis);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
