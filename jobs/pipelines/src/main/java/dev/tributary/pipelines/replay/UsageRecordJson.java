package dev.tributary.pipelines.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A record of the usage log as a line of text: partition, offset, appendTime, headers, and the value as text or, where
 * its bytes are not UTF-8, as valueBase64.
 */
public final class UsageRecordJson {
    private static final byte[] NO_VALUE = {};
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE) // anybody may give a record headers of any length
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final ObjectReader READER =
            new ObjectMapper(FACTORY).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private UsageRecordJson() {}

    /** One JSON object in UTF-8, without a line break. */
    public static byte[] write(LoggedRecord record) {
        byte[] value = record.value() == null ? NO_VALUE : record.value();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length + 512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeStringField(
                    "appendTime",
                    Instant.ofEpochMilli(record.appendTimeMillis()).toString());
            LoggedHeaders.write(record.headers(), json);
            String text = StrictText.of(value);
            if (text == null) {
                json.writeBinaryField("valueBase64", value);
            } else {
                json.writeStringField("value", text);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException saying what is wrong with the line */
    static UsageRecord read(String line) {
        JsonNode node = parse(line);
        JsonNode headers = node.path("headers");
        if (!headers.isObject() && !headers.isMissingNode()) {
            throw new IllegalArgumentException("'headers' is not an object");
        }
        return new UsageRecord(
                (int) number(node, "partition", Integer.MAX_VALUE - 1),
                number(node, "offset", Long.MAX_VALUE),
                appendTimeMillis(node),
                LoggedHeaders.only(headers, "gateway"),
                LoggedHeaders.only(headers, "sequence"),
                LoggedHeaders.only(headers, "signature"),
                headers.has("heartbeat"),
                value(node));
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode node = READER.readTree(line);
            if (!node.isObject()) {
                throw new IllegalArgumentException("it is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static long number(JsonNode node, String name, long largest) {
        JsonNode member = node.path(name);
        if (!member.isIntegralNumber()
                || !member.canConvertToLong()
                || member.longValue() < 0
                || member.longValue() > largest) {
            throw new IllegalArgumentException("'" + name + "' is not a whole number from 0");
        }
        return member.longValue();
    }

    private static long appendTimeMillis(JsonNode node) {
        try {
            return Instant.parse(node.path("appendTime").asText()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("'appendTime' is not an instant such as 2026-01-01T00:00:00.123Z", e);
        }
    }

    private static byte[] value(JsonNode node) {
        JsonNode text = node.path("value");
        JsonNode base64 = node.path("valueBase64");
        if (text.isTextual() && base64.isMissingNode()) {
            return valueBytes(text.textValue());
        }
        if (base64.isTextual() && text.isMissingNode()) {
            try {
                return base64.binaryValue();
            } catch (IOException e) {
                throw new IllegalArgumentException("'valueBase64' is not base64", e);
            }
        }
        boolean absent = (text.isMissingNode() || text.isNull()) && (base64.isMissingNode() || base64.isNull());
        if (!absent) {
            throw new IllegalArgumentException("one of 'value' and 'valueBase64' must be given, as a string");
        }
        return NO_VALUE;
    }

    private static byte[] valueBytes(String text) {
        try {
            return StrictText.bytes(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'value' cannot be turned into bytes: " + e.getMessage(), e);
        }
    }
}
