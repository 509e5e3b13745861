package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.ByteRanges;

/**
 * The minute of the last instant that was read, by its text: the instants of a report lie in few minutes, so that most
 * of them are a known prefix, seconds and milliseconds, as in {@code 2026-11-22T22:00:} {@code 01.250Z}.
 */
final class MinuteOfText {
    /** Of an instant with milliseconds in UTC. */
    static final int LENGTH = "2026-11-22T22:00:01.250Z".length();

    private static final int PREFIX_LENGTH = "2026-11-22T22:00:".length();
    private static final int DOT = "2026-11-22T22:00:01".length();

    private final byte[] prefix = new byte[PREFIX_LENGTH];
    private long startMillis;
    private boolean known;

    /** Whether what stands at an offset begins as the last instant did, and is as long. */
    boolean isNextTo(byte[] bytes, int at) {
        return known
                && at + LENGTH <= bytes.length
                && bytes[at + LENGTH - 1] == 'Z'
                && bytes[at + DOT] == '.'
                && ByteRanges.areEqual(bytes, at, prefix, 0, PREFIX_LENGTH);
    }

    /** As {@link Rfc3339#epochMillis}. */
    long epochMillis(byte[] text, int from, int to) {
        if (to - from == LENGTH && isNextTo(text, from)) {
            int second = number(text, from + PREFIX_LENGTH, 2);
            int millis = number(text, from + DOT + 1, 3);
            return second < 0 || second > 59 || millis < 0 ? Rfc3339.INVALID : startMillis + second * 1_000L + millis;
        }
        long millis = Rfc3339.epochMillis(text, from, to);
        if (millis != Rfc3339.INVALID && to - from == LENGTH && text[to - 1] == 'Z') {
            System.arraycopy(text, from, prefix, 0, PREFIX_LENGTH);
            startMillis = Math.floorDiv(millis, 60_000L) * 60_000L;
            known = true;
        }
        return millis;
    }

    /** Negative when one of the bytes is no digit. */
    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
