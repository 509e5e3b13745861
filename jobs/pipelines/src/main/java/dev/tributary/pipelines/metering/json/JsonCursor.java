package dev.tributary.pipelines.metering.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks over one JSON text (RFC 8259) in a byte array that is known to be well-formed UTF-8, value by value, without
 * making an object per token. Reused from text to text.
 *
 * <p>The last string read is the range {@link #textFrom()} to {@link #textTo()} of {@link #text()}, with its escapes
 * resolved. It is overwritten by the next string.
 */
public final class JsonCursor {
    /** Containers in containers; the outermost one is depth 1. */
    public static final int MAX_DEPTH = 16;

    /** The largest integer that every JSON reader holds exactly. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    /** What {@link #readNumber()} gives for anything but an integer literal from 0 to {@link #MAX_INTEGER}. */
    public static final long NOT_A_QUANTITY = -1;

    private static final int END = -1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final TextBuffer unescaped = new TextBuffer();
    private byte[] bytes = {};
    private int at;
    private byte[] text = {};
    private int textFrom;
    private int textTo;

    public void reset(byte[] json) {
        bytes = json;
        at = 0;
    }

    /** Goes back, or ahead, to an offset where a value starts. */
    public void moveTo(int offset) {
        at = offset;
    }

    public int offset() {
        return at;
    }

    public byte[] text() {
        return text;
    }

    public int textFrom() {
        return textFrom;
    }

    public int textTo() {
        return textTo;
    }

    public boolean textIs(byte[] expected) {
        return Arrays.equals(text, textFrom, textTo, expected, 0, expected.length);
    }

    /** The next byte, which is not consumed, or -1 at the end. */
    public int peek() {
        return at < bytes.length ? bytes[at] : END;
    }

    public void skipSpace() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
    }

    /** Consumes the opening bracket; whether there is an element, which is then next. */
    public boolean firstElement() throws MalformedJsonException {
        at++;
        skipSpace();
        return !consumed(']');
    }

    /** After an element; whether there is another one, which is then next. */
    public boolean nextElement() throws MalformedJsonException {
        skipSpace();
        if (consumed(']')) {
            return false;
        }
        expect(',');
        skipSpace();
        return true;
    }

    /** Consumes the opening brace; whether there is a member, whose name is then the text and whose value is next. */
    public boolean firstMember() throws MalformedJsonException {
        at++;
        skipSpace();
        if (consumed('}')) {
            return false;
        }
        readName();
        return true;
    }

    /** After a member's value; whether there is another member, whose name is then the text and whose value is next. */
    public boolean nextMember() throws MalformedJsonException {
        skipSpace();
        if (consumed('}')) {
            return false;
        }
        expect(',');
        skipSpace();
        readName();
        return true;
    }

    /** Whether a string is next; it then becomes the text. Anything else is skipped. */
    public boolean readIfString(int depth) throws MalformedJsonException {
        if (peek() == '"') {
            readString();
            return true;
        }
        skipValue(depth);
        return false;
    }

    /** The value of the integer literal that is next; anything else is skipped and gives {@link #NOT_A_QUANTITY}. */
    public long readIfQuantity(int depth) throws MalformedJsonException {
        int next = peek();
        if (next == '-' || isDigit(next)) {
            return readNumber();
        }
        skipValue(depth);
        return NOT_A_QUANTITY;
    }

    /**
     * Passes over one value of any kind, checking all of it.
     *
     * @param depth how many containers are open around the value
     */
    public void skipValue(int depth) throws MalformedJsonException {
        int next = peek();
        switch (next) {
            case '"' -> readString();
            case '{' -> skipObject(depth + 1);
            case '[' -> skipArray(depth + 1);
            case 't' -> expectAll(TRUE);
            case 'f' -> expectAll(FALSE);
            case 'n' -> expectAll(NULL);
            default -> readNumber();
        }
    }

    private void skipObject(int depth) throws MalformedJsonException {
        checkDepth(depth);
        Set<String> names = new HashSet<>();
        for (boolean more = firstMember(); more; more = nextMember()) {
            requireNew(names);
            skipValue(depth);
        }
    }

    private void skipArray(int depth) throws MalformedJsonException {
        checkDepth(depth);
        for (boolean more = firstElement(); more; more = nextElement()) {
            skipValue(depth);
        }
    }

    /** Adds the member name that is the text to the names of its object. */
    public void requireNew(Set<String> names) throws MalformedJsonException {
        // Bytes as characters: two names are equal exactly when these strings are.
        if (!names.add(new String(text, textFrom, textTo - textFrom, ISO_8859_1))) {
            throw duplicateName();
        }
    }

    public MalformedJsonException duplicateName() {
        return fault("a member name is given twice");
    }

    public MalformedJsonException fault(String what) {
        return new MalformedJsonException(what, at);
    }

    private void checkDepth(int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw fault("nesting is deeper than " + MAX_DEPTH);
        }
    }

    private void readName() throws MalformedJsonException {
        if (peek() != '"') {
            throw fault("a member name is missing");
        }
        readString();
        skipSpace();
        expect(':');
        skipSpace();
    }

    /** Consumes the string that is next; its contents become the text. */
    public void readString() throws MalformedJsonException {
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

    private long readNumber() throws MalformedJsonException {
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

    private void expectAll(byte[] literal) throws MalformedJsonException {
        for (byte b : literal) {
            expect(b);
        }
    }

    private void expect(int b) throws MalformedJsonException {
        if (!consumed(b)) {
            throw fault("'" + (char) b + "' is missing");
        }
    }

    private boolean consumed(int b) {
        if (at < bytes.length && bytes[at] == b) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
