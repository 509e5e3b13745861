package dev.tributary.pipelines.metering.json;

import java.util.Arrays;

/**
 * Where the rare string with escapes is written out, in UTF-8. An unpaired surrogate escape becomes the three bytes that
 * UTF-8 would give it, which no well-formed text holds, so that two texts are equal exactly when their bytes are.
 */
final class TextBuffer {
    private byte[] bytes = new byte[512];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void appendByte(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) b;
    }

    void appendCodePoint(int codePoint) {
        if (codePoint < 0x80) {
            appendByte(codePoint);
            return;
        }
        if (codePoint < 0x800) {
            appendByte(0xc0 | (codePoint >> 6));
            appendByte(0x80 | (codePoint & 0x3f));
            return;
        }
        if (codePoint < 0x10000) {
            appendByte(0xe0 | (codePoint >> 12));
        } else {
            appendByte(0xf0 | (codePoint >> 18));
            appendByte(0x80 | ((codePoint >> 12) & 0x3f));
        }
        appendByte(0x80 | ((codePoint >> 6) & 0x3f));
        appendByte(0x80 | (codePoint & 0x3f));
    }
}
