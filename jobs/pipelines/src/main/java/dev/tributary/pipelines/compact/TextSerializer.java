package dev.tributary.pipelines.compact;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Texts that are keys. A checkpoint writes the key with every entry of every state and with every timer, and Flink's own
 * serialiser writes it character by character. It stays at its version: Flink writes no keys anew.
 */
public final class TextSerializer extends CompactSerializer<String> {
    /** For {@code keyBy}. */
    public static final TypeInformation<String> TEXT = new Type().createTypeInfo(String.class, Map.of());

    private static final long serialVersionUID = 1L;

    private static final class Type extends CompactType<String> {
        Type() {
            super(new TextSerializer());
        }
    }

    public TextSerializer() {
        super(String.class, 1);
    }

    @Override
    protected void write(String text, CompactWriter out) {
        out.putText(text);
    }

    @Override
    protected String read(CompactReader in, TextTable texts) {
        return in.text(texts);
    }
}
