package dev.tributary.local.audit;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 3339 date-times with a zone, cut to milliseconds. */
final class LineTime {
    // java.time stops at offsets of 18 hours, so the offset is taken apart here.
    private static final Pattern DATE_TIME = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]"
            + "([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
            + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

    private LineTime() {}

    /** @return milliseconds since the epoch; nothing where the text is not such a time */
    static OptionalLong parse(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        try {
            long seconds = LocalDateTime.of(
                            number(parts, 1),
                            number(parts, 2),
                            number(parts, 3),
                            number(parts, 4),
                            number(parts, 5),
                            number(parts, 6))
                    .toEpochSecond(ZoneOffset.UTC);
            return OptionalLong.of((seconds - offsetSeconds(parts)) * 1000 + millis(parts));
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    private static long offsetSeconds(Matcher parts) {
        if (parts.group(8) == null) {
            return 0;
        }
        long seconds = number(parts, 9) * 3600L + number(parts, 10) * 60L;
        return "-".equals(parts.group(8)) ? -seconds : seconds;
    }

    private static long millis(Matcher parts) {
        String fraction = parts.group(7);
        return fraction == null ? 0 : Long.parseLong((fraction + "000").substring(0, 3));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
