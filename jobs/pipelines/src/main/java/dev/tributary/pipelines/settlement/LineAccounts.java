package dev.tributary.pipelines.settlement;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.metering.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounting equation of all gateways. It is changed in place: one subtask adds to it, metrics read the sums beside.
 *
 * @param sums by name, since the log began
 * @param minutes what each minute of log time added to the sums, for minutes that are not over
 * @param periods those that are not closed
 */
public record LineAccounts(Map<String, Long> sums, Map<Long, MinuteLines> minutes, Map<Long, PeriodLines> periods) {

    public LineAccounts {
        sums = new ConcurrentHashMap<>(sums);
    }

    static LineAccounts empty() {
        return new LineAccounts(Map.of(), new HashMap<>(), new HashMap<>());
    }

    /** Whether the tally opened a minute or a period. */
    boolean add(Tally tally, BookingRule booking) {
        int known = minutes.size() + periods.size();
        MinuteLines minute = minutes.computeIfAbsent(booking.minute(tally.logMillis()), opened -> MinuteLines.empty());
        long pending = -tally.counted();
        if (tally.period() != Tally.NONE) {
            periods.put(
                    tally.period(),
                    periods.getOrDefault(tally.period(), PeriodLines.NONE).decide(tally));
        }
        for (Map.Entry<Long, Long> admitted : tally.admitted().entrySet()) {
            periods.put(
                    admitted.getKey(),
                    periods.getOrDefault(admitted.getKey(), PeriodLines.NONE).admit(admitted.getValue()));
            pending += admitted.getValue();
        }
        for (Map.Entry<String, Long> refused : tally.rejected().entrySet()) {
            add(LineSum.rejected(refused.getKey()), refused.getValue(), minute);
            pending -= tally.period() == Tally.NONE ? 0 : refused.getValue();
        }
        add(LineSum.REPORTED.key(), tally.reported(), minute);
        add(LineSum.COUNTED.key(), tally.counted(), minute);
        add(LineSum.DUPLICATE.key(), tally.duplicate(), minute);
        add(LineSum.PENDING.key(), pending, minute);
        return minutes.size() + periods.size() > known;
    }

    private void add(String name, long lines, MinuteLines minute) {
        sums.merge(name, lines, Long::sum);
        minute.add(name, lines);
    }

    /** Forgets the periods that ended by now; halts when one of them has a line that is neither counted nor refused. */
    List<LinePeriod> closePeriods(long nowMillis, BookingRule booking) {
        List<LinePeriod> closed = new ArrayList<>();
        for (long period : new TreeMap<>(periods).keySet()) {
            if (booking.periodEnd(period) <= nowMillis) {
                LinePeriod row = periods.remove(period).toRow(period, true);
                requireDecided(row);
                closed.add(row);
            }
        }
        return closed;
    }

    /** Forgets the minutes that ended by now. */
    List<LineMinute> closeMinutes(long nowMillis, BookingRule booking) {
        List<LineMinute> closed = new ArrayList<>();
        for (long minute : new TreeMap<>(minutes).keySet()) {
            if (booking.minuteStart(minute + 1) <= nowMillis) {
                minutes.remove(minute);
                Map<String, Long> atItsEnd = beforeOpenMinutes();
                requireWhole(atItsEnd);
                atItsEnd.forEach((name, lines) -> closed.add(new LineMinute(booking.minuteStart(minute), name, lines)));
            }
        }
        return closed;
    }

    /** The sums as they were before the open minutes, without what was zero, but for the sums that always are. */
    private Map<String, Long> beforeOpenMinutes() {
        Map<String, Long> before = new TreeMap<>(sums);
        minutes.values()
                .forEach(minute -> minute.added().forEach((name, lines) -> before.merge(name, -lines, Long::sum)));
        before.values().removeIf(lines -> lines == 0);
        for (LineSum always : List.of(LineSum.REPORTED, LineSum.COUNTED, LineSum.DUPLICATE, LineSum.PENDING)) {
            before.putIfAbsent(always.key(), 0L);
        }
        return before;
    }

    /** Halts unless {@code reported = counted + duplicate + rejected + pending}. */
    static void requireWhole(Map<String, Long> sums) {
        long unaccounted = unaccounted(sums);
        if (unaccounted != 0) {
            throw SettlementHalted.because(
                    "LINES_UNACCOUNTED",
                    unaccounted + " lines were reported and are neither counted, duplicate, refused nor pending: "
                            + new TreeMap<>(sums) + ". Replay the logs to find which.");
        }
    }

    static long unaccounted(Map<String, Long> sums) {
        long reported = sums.getOrDefault(LineSum.REPORTED.key(), 0L);
        long all = sums.values().stream().mapToLong(Long::longValue).sum();
        return reported - (all - reported);
    }

    private static void requireDecided(LinePeriod row) {
        long undecided = row.admitted() - row.counted() - row.rejectedLines();
        if (undecided != 0) {
            throw SettlementHalted.because(
                    "LINES_UNACCOUNTED",
                    "period " + row.period() + " has closed and of its " + row.admitted() + " lines " + row.counted()
                            + " are counted and " + row.rejected() + " refused, which leaves " + undecided
                            + ". Replay the logs to find which.");
        }
    }
}
