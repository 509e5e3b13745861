package dev.tributary.pipelines.metering.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A place in a JSON text. */
public abstract sealed class JsonBytes permits JsonTokens {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int END = -1;

    byte[] bytes = {};
    int at;

    public final void reset(byte[] json) {
        bytes = json;
        at = 0;
    }

    /** Goes back, or ahead, to an offset where a value starts. */
    public final void moveTo(int offset) {
        at = offset;
    }

    public final int offset() {
        return at;
    }

    /** The next byte, which is not consumed, or -1 at the end. */
    public final int peek() {
        return at < bytes.length ? bytes[at] : END;
    }

    public final void skipSpace() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
    }

    public final MalformedJsonException fault(String what) {
        return new MalformedJsonException(what, at);
    }

    final void expectAll(byte[] literal) throws MalformedJsonException {
        for (byte b : literal) {
            expect(b);
        }
    }

    final void expect(int b) throws MalformedJsonException {
        if (!consumed(b)) {
            throw fault("'" + (char) b + "' is missing");
        }
    }

    final boolean consumed(int b) {
        if (at < bytes.length && bytes[at] == b) {
            at++;
            return true;
        }
        return false;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
