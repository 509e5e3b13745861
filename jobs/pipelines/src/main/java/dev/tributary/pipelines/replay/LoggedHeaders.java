package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record as the members of an object. A value is a string, or an object with {@code base64} where its
 * bytes are not UTF-8, or null where there is none; a name that comes again has an array of them.
 */
final class LoggedHeaders {
    private static final String BASE64 = "base64";

    private LoggedHeaders() {}

    static void write(List<LoggedRecord.Header> headers, JsonGenerator json) throws IOException {
        Map<String, List<byte @Nullable []>> byName = new LinkedHashMap<>();
        for (LoggedRecord.Header header : headers) {
            byName.computeIfAbsent(header.name(), unseen -> new ArrayList<>()).add(header.value());
        }
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<byte @Nullable []>> header : byName.entrySet()) {
            json.writeFieldName(header.getKey());
            if (header.getValue().size() > 1) {
                json.writeStartArray();
            }
            for (byte[] value : header.getValue()) {
                write(value, json);
            }
            if (header.getValue().size() > 1) {
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void write(byte @Nullable [] value, JsonGenerator json) throws IOException {
        String text = value == null ? null : StrictText.of(value);
        if (value == null) {
            json.writeNull();
        } else if (text != null) {
            json.writeString(text);
        } else {
            json.writeStartObject();
            json.writeBinaryField(BASE64, value);
            json.writeEndObject();
        }
    }

    /**
     * The header's text, one character per byte, as the job takes it from the broker; null when it is absent, without a
     * value or given more than once.
     */
    static @Nullable String only(JsonNode headers, String name) {
        JsonNode header = headers.path(name);
        if (!header.isArray()) {
            return one(header, name);
        }
        List<@Nullable String> values = new ArrayList<>();
        header.forEach(value -> values.add(one(value, name)));
        return values.size() == 1 ? values.get(0) : null;
    }

    private static @Nullable String one(JsonNode header, String name) {
        if (header.isMissingNode() || header.isNull()) {
            return null;
        }
        JsonNode base64 = header.path(BASE64);
        if (base64.isTextual()) {
            return new String(bytes(base64, name), ISO_8859_1);
        }
        if (!header.isTextual()) {
            throw new IllegalArgumentException(
                    "the header '" + name + "' is neither a string nor an object with base64, or an array of those");
        }
        return new String(header.textValue().getBytes(UTF_8), ISO_8859_1);
    }

    private static byte[] bytes(JsonNode base64, String name) {
        try {
            return base64.binaryValue();
        } catch (IOException e) {
            throw new IllegalArgumentException("the header '" + name + "' is not base64", e);
        }
    }
}
