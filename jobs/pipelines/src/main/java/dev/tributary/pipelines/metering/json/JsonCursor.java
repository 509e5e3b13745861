package dev.tributary.pipelines.metering.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.Set;

/**
 * Walks over one JSON text (RFC 8259) in a byte array, value by value, without making an object per token. Reused from text
 * to text. Strings are taken as they stand: whoever reads one has to know that its bytes are well-formed UTF-8.
 *
 * <p>The last string read is the range {@link #textFrom()} to {@link #textTo()} of {@link #text()}, with its escapes
 * resolved. It is overwritten by the next string.
 */
public final class JsonCursor extends JsonTokens {
    /** Containers in containers; the outermost one is depth 1. */
    public static final int MAX_DEPTH = 16;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

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
        if (!names.add(new String(text(), textFrom(), textTo() - textFrom(), ISO_8859_1))) {
            throw duplicateName();
        }
    }

    public MalformedJsonException duplicateName() {
        return fault("a member name is given twice");
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
}
