package dev.tributary.pipelines.metering;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** One usage line as JSON text, good until a test says otherwise; values are raw JSON. */
final class Lines {
    static final String MODEL = "0x" + "ab".repeat(32);
    static final String PAYER = "0x" + "cd".repeat(20);
    static final Instant TIME = Instant.parse("2026-11-22T22:00:00.123Z");

    private final Map<String, String> line = new LinkedHashMap<>();
    private final Map<String, String> usage = new LinkedHashMap<>();

    Lines() {
        line.put("specversion", "\"1.0\"");
        line.put("id", "\"01JD3Q\"");
        line.put("source", "\"/gateways/1\"");
        line.put("type", "\"ai.inference.usage.v1\"");
        line.put("subject", quoted(MODEL));
        line.put("time", quoted(TIME.toString()));
        line.put("data", "");
        usage.put("payer", quoted(PAYER));
        usage.put("calls", "1");
        usage.put("inputTokens", "374");
        usage.put("outputTokens", "44");
        usage.put("computeMillis", "812");
    }

    static Lines empty() {
        Lines empty = new Lines();
        empty.line.clear();
        return empty;
    }

    static String line() {
        return new Lines().json();
    }

    static String report(String... lines) {
        return "[" + String.join(",", lines) + "]";
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    Lines with(String member, String json) {
        line.put(member, json);
        return this;
    }

    Lines without(String member) {
        line.remove(member);
        return this;
    }

    Lines withUsage(String member, String json) {
        usage.put(member, json);
        return this;
    }

    Lines withoutUsage(String member) {
        usage.remove(member);
        return this;
    }

    Lines at(Instant time) {
        return with("time", quoted(time.toString()));
    }

    String json() {
        Map<String, String> members = new LinkedHashMap<>(line);
        if ("".equals(members.get("data"))) {
            members.put("data", object(usage));
        }
        return object(members);
    }

    private static String object(Map<String, String> members) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> json.add(quoted(name) + ":" + value));
        return json.toString();
    }
}
