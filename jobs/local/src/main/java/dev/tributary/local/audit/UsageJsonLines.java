package dev.tributary.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lines of {@code usage.jsonl}: one usage record each. */
public final class UsageJsonLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private UsageJsonLines() {}

    public static UsageLogRecord read(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException malformed) {
            throw new AuditHalt(
                    "REPLAY_INPUT_INVALID", "the usage log holds a line that is not JSON: " + line, malformed);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        node.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new UsageLogRecord(
                node.required("partition").intValue(),
                node.required("offset").longValue(),
                Instant.parse(node.required("appendTime").textValue()).toEpochMilli(),
                headers,
                value(node));
    }

    private static byte[] value(JsonNode node) {
        return node.has("valueBase64")
                ? Base64.getDecoder().decode(node.required("valueBase64").textValue())
                : node.path("value").asText("").getBytes(StandardCharsets.UTF_8);
    }

    public static String write(UsageLogRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("partition", record.partition());
        node.put("offset", record.offset());
        node.put("appendTime", Instant.ofEpochMilli(record.appendTimeMillis()).toString());
        ObjectNode headers = node.putObject("headers");
        record.headers().forEach(headers::put);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record.value()))
                    .toString();
            node.put("value", text);
        } catch (CharacterCodingException notText) {
            node.put("valueBase64", Base64.getEncoder().encodeToString(record.value()));
        }
        return node.toString();
    }
}
