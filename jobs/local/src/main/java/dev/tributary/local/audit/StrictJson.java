package dev.tributary.local.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tributary.local.audit.JsonTree.JsonArray;
import dev.tributary.local.audit.JsonTree.JsonInteger;
import dev.tributary.local.audit.JsonTree.JsonObject;
import dev.tributary.local.audit.JsonTree.JsonScalar;
import dev.tributary.local.audit.JsonTree.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a report's bytes as the protocol's strict JSON: well-formed UTF-8 without a byte order mark, no key twice in an
 * object, nesting of at most 16, nothing but white space after the document. Sizes of numbers, names and texts are not
 * limited: the report's own limit of 1 MiB bounds them.
 */
final class StrictJson {
    private static final int DEEPEST = 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** The bytes are not such a document. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private StrictJson() {}

    static JsonTree read(byte[] bytes) throws Malformed {
        String text = strictUtf8(bytes);
        if (text.startsWith("\uFEFF")) {
            throw new Malformed("byte order mark");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new Malformed("empty document");
            }
            JsonTree document = value(parser, first, 1);
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the document");
            }
            return document;
        } catch (IOException refused) {
            throw new Malformed(String.valueOf(refused.getMessage()));
        }
    }

    private static String strictUtf8(byte[] bytes) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new Malformed("not UTF-8");
        }
    }

    private static JsonTree value(JsonParser parser, JsonToken token, int depth) throws IOException, Malformed {
        return switch (token) {
            case START_ARRAY -> array(parser, depth);
            case START_OBJECT -> object(parser, depth);
            case VALUE_STRING -> new JsonText(parser.getText());
            case VALUE_NUMBER_INT -> new JsonInteger(parser.getText());
            case VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new JsonScalar(parser.getText());
            default -> throw new Malformed("unexpected " + token);
        };
    }

    private static JsonArray array(JsonParser parser, int depth) throws IOException, Malformed {
        refuseDeeper(depth);
        List<JsonTree> elements = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            elements.add(value(parser, token, depth + 1));
        }
        return new JsonArray(elements);
    }

    private static JsonObject object(JsonParser parser, int depth) throws IOException, Malformed {
        refuseDeeper(depth);
        Map<String, JsonTree> members = new LinkedHashMap<>();
        for (JsonToken token = next(parser); token != JsonToken.END_OBJECT; token = next(parser)) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw new Malformed("duplicate key " + name);
            }
            members.put(name, value(parser, next(parser), depth + 1));
        }
        return new JsonObject(members);
    }

    private static JsonToken next(JsonParser parser) throws IOException, Malformed {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new Malformed("the document ends too early");
        }
        return token;
    }

    private static void refuseDeeper(int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw new Malformed("nesting deeper than " + DEEPEST);
        }
    }
}
