package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Bytes as text and back, only where nothing is lost on either way. */
final class StrictText {
    private StrictText() {}

    /** Null when the bytes are not UTF-8. */
    static @Nullable String of(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** @throws IllegalArgumentException when the text has half of a surrogate pair, which has no bytes */
    static byte[] bytes(String text) {
        try {
            ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it has half of a surrogate pair, which is no UTF-8", e);
        }
    }
}
