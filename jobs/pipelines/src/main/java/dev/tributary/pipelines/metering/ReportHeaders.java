package dev.tributary.pipelines.metering;

import dev.tributary.domain.money.Hex;

/** The forms of the three headers of a usage report. */
final class ReportHeaders {
    private static final int SIGNATURE_LENGTH = 132;
    private static final String LARGEST_SEQUENCE = Long.toUnsignedString(-1);

    private ReportHeaders() {}

    static boolean isGateway(String text) {
        return Hex.isAddress(text);
    }

    /** A decimal uint64 without leading zeros; 0 is one. */
    static boolean isSequence(String text) {
        if (text.isEmpty() || text.length() > LARGEST_SEQUENCE.length()) {
            return false;
        }
        if (text.charAt(0) == '0' && text.length() > 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() < LARGEST_SEQUENCE.length() || text.compareTo(LARGEST_SEQUENCE) <= 0;
    }

    /** 65 bytes as 0x and hex digits of either case. */
    static boolean isSignature(String text) {
        if (text.length() != SIGNATURE_LENGTH || !text.startsWith("0x")) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if (!IdForm.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
