package dev.tributary.pipelines.metering;

/** Instants as RFC 3339 writes them, read without making an object: a report has thousands. */
final class Rfc3339 {
    /** What is given for text that is no instant; no instant of the years 0 to 9999 has this value. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int SHORTEST = "2026-11-22T22:00:00Z".length();
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_FROM_YEAR_0_TO_1970 = 719_528;
    private static final long MINUTE_MILLIS = 60_000;

    private Rfc3339() {}

    /**
     * Epoch milliseconds, what is finer cut off.
     *
     * @return {@link #INVALID} without a zone, for a second 60, for a day that its month lacks, and for any other form
     */
    static long epochMillis(byte[] text, int from, int to) {
        if (to - from < SHORTEST || !hasSeparators(text, from)) {
            return INVALID;
        }
        int year = twoDigits(text, from) * 100 + twoDigits(text, from + 2);
        int month = twoDigits(text, from + 5);
        int day = twoDigits(text, from + 8);
        int hour = twoDigits(text, from + 11);
        int minute = twoDigits(text, from + 14);
        int second = twoDigits(text, from + 17);
        boolean inRange = twoDigits(text, from) >= 0
                && twoDigits(text, from + 2) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= daysIn(month, year)
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59;
        if (!inRange) {
            return INVALID;
        }
        long localMillis =
                ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * MINUTE_MILLIS + second * 1000L;
        return withFractionAndZone(localMillis, text, from + 19, to);
    }

    private static boolean hasSeparators(byte[] text, int from) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && (text[from + 10] | 0x20) == 't'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    private static long withFractionAndZone(long localMillis, byte[] text, int from, int to) {
        int at = from;
        long millis = 0;
        if (text[at] == '.') {
            at++;
            int weight = 100;
            int firstDigit = at;
            while (at < to && text[at] >= '0' && text[at] <= '9') {
                millis += (long) weight * (text[at] - '0');
                weight /= 10;
                at++;
            }
            if (at == firstDigit) {
                return INVALID;
            }
        }
        int offsetMinutes = offsetMinutes(text, at, to);
        return offsetMinutes == Integer.MIN_VALUE ? INVALID : localMillis + millis - offsetMinutes * MINUTE_MILLIS;
    }

    private static int offsetMinutes(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 1 && (text[from] | 0x20) == 'z') {
            return 0;
        }
        if (length != "+00:00".length() || text[from + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = twoDigits(text, from + 1);
        int minutes = twoDigits(text, from + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return switch (text[from]) {
            case '+' -> hours * 60 + minutes;
            case '-' -> -(hours * 60 + minutes);
            default -> Integer.MIN_VALUE;
        };
    }

    /** Negative when either is no digit. */
    private static int twoDigits(byte[] text, int from) {
        int tens = text[from] - '0';
        int ones = text[from + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : 10 * tens + ones;
    }

    private static int daysIn(int month, int year) {
        return month == 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1];
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days from 1970-01-01 in the proleptic Gregorian calendar. */
    private static long daysSince1970(int year, int month, int day) {
        // Counting from March puts the leap day at the end, where it moves no other day.
        int marchYear = month > 2 ? year : year - 1;
        int monthsFromMarch = month > 2 ? month - 3 : month + 9;
        int leapDays = Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
        int dayOfMarchYear = (153 * monthsFromMarch + 2) / 5 + day - 1;
        return 365L * marchYear + leapDays + dayOfMarchYear - (DAYS_FROM_YEAR_0_TO_1970 - 60);
    }
}
