package dev.tributary.domain.money;

import java.util.HexFormat;

/** The one text form of addresses, model ids and hashes: {@code 0x} and lower-case hex digits. */
public final class Hex {
    private static final HexFormat DIGITS = HexFormat.of();
    private static final int ADDRESS_LENGTH = 42;
    private static final int HASH_LENGTH = 66;

    private Hex() {}

    public static String of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Of the bytes from {@code begin} to before {@code end}. */
    public static String of(byte[] bytes, int begin, int end) {
        return "0x" + DIGITS.formatHex(bytes, begin, end);
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code 0x} and an even number of hex digits */
    public static byte[] bytes(String text) {
        if (!text.startsWith("0x")) {
            throw new IllegalArgumentException("not 0x-hex: " + text);
        }
        return DIGITS.parseHex(text, 2, text.length());
    }

    /** Whether {@code text} is a 20-byte value in lower case. */
    public static boolean isAddress(String text) {
        return text.length() == ADDRESS_LENGTH && isLowerCaseHex(text);
    }

    /** Whether {@code text} is a 32-byte value in lower case. */
    public static boolean isHash(String text) {
        return text.length() == HASH_LENGTH && isLowerCaseHex(text);
    }

    private static boolean isLowerCaseHex(String text) {
        if (text.charAt(0) != '0' || text.charAt(1) != 'x') {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
