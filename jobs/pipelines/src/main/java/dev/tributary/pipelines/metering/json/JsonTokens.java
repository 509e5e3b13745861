package dev.tributary.pipelines.metering.json;

import java.util.Arrays;

/** Strings and numbers. */
public abstract sealed class JsonTokens extends JsonBytes permits JsonCursor {
    /** The largest integer that every JSON reader holds exactly. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    /** What a number gives that is anything but an integer literal from 0 to {@link #MAX_INTEGER}. */
    public static final long NOT_A_QUANTITY = -1;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final TextBuffer unescaped = new TextBuffer();
    private byte[] text = {};
    private int textFrom;
    private int textTo;

    public final byte[] text() {
        return text;
    }

    public final int textFrom() {
        return textFrom;
    }

    public final int textTo() {
        return textTo;
    }

    public final boolean textIs(byte[] expected) {
        return Arrays.equals(text, textFrom, textTo, expected, 0, expected.length);
    }

    /** Consumes the string that is next; its contents become the text. */
    public final void readString() throws MalformedJsonException {
        int from = at + 1;
        at = endOfPlainText(from);
        if (peek() == '"') {
            text = bytes;
            textFrom = from;
            textTo = at++;
            return;
        }
        unescaped.clear();
        readEscapedString(from);
        text = unescaped.bytes();
        textFrom = 0;
        textTo = unescaped.length();
    }

    private void readEscapedString(int from) throws MalformedJsonException {
        at = from;
        while (true) {
            int next = peek();
            if (next == '"') {
                at++;
                return;
            }
            if (next == '\\') {
                at++;
                unescaped.appendCodePoint(readEscape());
                continue;
            }
            if (at >= bytes.length) {
                throw fault("a string has no end");
            }
            if (next >= 0 && next < ' ') {
                throw fault("a control character stands in a string");
            }
            unescaped.appendByte(next);
            at++;
        }
    }

    private int readEscape() throws MalformedJsonException {
        int kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnicodeEscape();
            default -> throw fault("an escape is unknown");
        };
    }

    private int readUnicodeEscape() throws MalformedJsonException {
        char unit = readFourHexDigits();
        boolean pairFollows =
                Character.isHighSurrogate(unit) && at + 1 < bytes.length && bytes[at] == '\\' && bytes[at + 1] == 'u';
        if (!pairFollows) {
            return unit;
        }
        int afterFirst = at;
        at += 2;
        char second = readFourHexDigits();
        if (Character.isLowSurrogate(second)) {
            return Character.toCodePoint(unit, second);
        }
        at = afterFirst;
        return unit;
    }

    private char readFourHexDigits() throws MalformedJsonException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
            if (digit < 0) {
                throw fault("an escape lacks hex digits");
            }
            unit = (unit << 4) | digit;
            at++;
        }
        return (char) unit;
    }

    /**
     * The offset of the quote that ends a string of ASCII characters whose contents begin at an offset; -1 when it has
     * others, escapes or no end.
     */
    public final int endOfAsciiString(int from) {
        int i = from;
        while (i + Long.BYTES <= bytes.length) {
            long word = (long) LONGS.get(bytes, i);
            long special = specialBytes(word) | (word & HIGH_BITS);
            if (special != 0) {
                int end = i + (Long.numberOfTrailingZeros(special) >>> 3);
                return bytes[end] == '"' ? end : -1;
            }
            i += Long.BYTES;
        }
        while (i < bytes.length && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i < bytes.length && bytes[i] == '"' ? i : -1;
    }

    /** The first offset from {@code from} on that holds a quote, a backslash, a control character or the end. */
    private int endOfPlainText(int from) {
        int i = from;
        while (i + Long.BYTES <= bytes.length) {
            long special = specialBytes((long) LONGS.get(bytes, i));
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < bytes.length && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] < 0 || bytes[i] >= ' ')) {
            i++;
        }
        return i;
    }

    /** The lowest set bit is the high bit of the first byte that is a quote, a backslash or a control character. */
    private static long specialBytes(long word) {
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - (ONES * ' ')) & ~word))
                & HIGH_BITS;
    }

    final long readNumber() throws MalformedJsonException {
        boolean negative = consumed('-');
        long magnitude = readDigitsWithoutLeadingZero();
        boolean integer = true;
        if (consumed('.')) {
            integer = false;
            readDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            readDigits();
        }
        boolean quantity = integer && magnitude <= MAX_INTEGER && (!negative || magnitude == 0);
        return quantity ? magnitude : NOT_A_QUANTITY;
    }

    private long readDigitsWithoutLeadingZero() throws MalformedJsonException {
        if (consumed('0')) {
            if (isDigit(peek())) {
                throw fault("a number has a leading zero");
            }
            return 0;
        }
        return readDigits();
    }

    /** The value of at least one digit, held just above {@link #MAX_INTEGER} however many there are. */
    private long readDigits() throws MalformedJsonException {
        if (!isDigit(peek())) {
            throw fault("a value is missing or unknown");
        }
        long value = 0;
        while (at < bytes.length && isDigit(bytes[at])) {
            value = Math.min(10 * value + (bytes[at] - '0'), MAX_INTEGER + 1);
            at++;
        }
        return value;
    }
}
