package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.Arrays;

/** The forms of the ids in headers and lines. */
final class IdForm {
    static final int ADDRESS_LENGTH = 42;
    static final int HASH_LENGTH = 66;
    private static final byte[] LARGEST_UINT256 =
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toString().getBytes(US_ASCII);
    private static final boolean[] HEX_DIGIT = new boolean[256];

    static {
        for (char digit : "0123456789abcdefABCDEF".toCharArray()) {
            HEX_DIGIT[digit] = true;
        }
    }

    private IdForm() {}

    /** Whether the text is {@code 0x} and hex digits of either case. */
    static boolean isHex(byte[] text, int from, int to) {
        if (to - from < 2 || text[from] != '0' || text[from + 1] != 'x') {
            return false;
        }
        boolean digits = true;
        for (int i = from + 2; i < to; i++) {
            digits &= HEX_DIGIT[text[i] & 0xff];
        }
        return digits;
    }

    static boolean isHexDigit(char c) {
        return c < HEX_DIGIT.length && HEX_DIGIT[c];
    }

    /** Whether the text is a decimal integer below 2^256 without leading zeros. */
    static boolean isUint256(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0 || length > LARGEST_UINT256.length || (text[from] == '0' && length > 1)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return length < LARGEST_UINT256.length || Arrays.compare(text, from, to, LARGEST_UINT256, 0, length) <= 0;
    }
}
