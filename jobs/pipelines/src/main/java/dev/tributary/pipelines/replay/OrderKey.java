package dev.tributary.pipelines.replay;

/** Texts that sort as the numbers in them do. */
final class OrderKey {
    private static final int BITS_PER_DIGIT = 4;
    private static final int DIGITS = Long.SIZE / BITS_PER_DIGIT;

    private OrderKey() {}

    /** Sixteen hex digits, negative numbers first. */
    static String of(long number) {
        String digits = Long.toHexString(number ^ Long.MIN_VALUE);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** After every number. */
    static String ofUnknown() {
        return "~";
    }
}
