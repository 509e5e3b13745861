package dev.tributary.pipelines.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: sums of whole numbers with units, as in {@code 1h30m} or {@code 500ms}. */
public final class Durations {
    private static final Pattern TERM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Map<String, Long> MILLIS_PER_UNIT =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");

    private Durations() {}

    /**
     * The milliseconds of a sum such as {@code 1d2h}.
     *
     * @throws IllegalArgumentException when the text is anything else, or more than a long holds
     */
    public static long parseMillis(String text) {
        Matcher terms = TERM.matcher(text);
        long millis = 0;
        int end = 0;
        while (terms.find() && terms.start() == end) {
            long unit = MILLIS_PER_UNIT.getOrDefault(terms.group(2), 0L);
            millis = addOrRefuse(millis, Long.parseLong(terms.group(1)), unit, text);
            end = terms.end();
        }
        if (end == 0 || end != text.length()) {
            throw refusal(text);
        }
        return millis;
    }

    /** The shortest such sum of whole units, {@code 0ms} for nothing. */
    public static String text(long millis) {
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (String unit : UNITS) {
            long unitMillis = MILLIS_PER_UNIT.getOrDefault(unit, 1L);
            if (rest >= unitMillis) {
                text.append(rest / unitMillis).append(unit);
                rest %= unitMillis;
            }
        }
        return text.isEmpty() ? "0ms" : text.toString();
    }

    private static long addOrRefuse(long millis, long count, long unit, String text) {
        try {
            return Math.addExact(millis, Math.multiplyExact(count, unit));
        } catch (ArithmeticException e) {
            throw refusal(text);
        }
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException("'" + text + "' is not a duration such as 1h30m (units: ms s m h d)");
    }
}
