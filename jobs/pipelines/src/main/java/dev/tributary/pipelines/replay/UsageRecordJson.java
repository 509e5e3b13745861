package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the usage log as a line of text: partition, offset, appendTime, headers, and the value as text or, where
 * its bytes are not UTF-8, as valueBase64.
 */
final class UsageRecordJson {
    private static final byte[] NO_VALUE = {};
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private UsageRecordJson() {}

    /** @throws IllegalArgumentException saying what is wrong with the line */
    static UsageRecord read(String line) {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage());
        }
        JsonNode headers = node.path("headers");
        return new UsageRecord(
                (int) number(node, "partition", Integer.MAX_VALUE - 1),
                number(node, "offset", Long.MAX_VALUE),
                appendTimeMillis(node),
                text(headers, "gateway"),
                text(headers, "sequence"),
                text(headers, "signature"),
                headers.has("heartbeat"),
                value(node));
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
            throw new IllegalArgumentException("'appendTime' is not an instant such as 2026-01-01T00:00:00.123Z");
        }
    }

    private static @Nullable String text(JsonNode headers, String name) {
        JsonNode header = headers.path(name);
        if (header.isMissingNode() || header.isNull()) {
            return null;
        }
        if (!header.isTextual()) {
            throw new IllegalArgumentException("the header '" + name + "' is not a string");
        }
        return header.textValue();
    }

    private static byte[] value(JsonNode node) {
        JsonNode text = node.path("value");
        JsonNode base64 = node.path("valueBase64");
        if (text.isTextual() && base64.isMissingNode()) {
            return text.textValue().getBytes(UTF_8);
        }
        if (base64.isTextual() && text.isMissingNode()) {
            try {
                return base64.binaryValue();
            } catch (IOException e) {
                throw new IllegalArgumentException("'valueBase64' is not base64");
            }
        }
        boolean absent = (text.isMissingNode() || text.isNull()) && (base64.isMissingNode() || base64.isNull());
        if (!absent) {
            throw new IllegalArgumentException("one of 'value' and 'valueBase64' must be given, as a string");
        }
        return NO_VALUE;
    }
}
