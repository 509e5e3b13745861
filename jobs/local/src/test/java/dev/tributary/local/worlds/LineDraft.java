package dev.tributary.local.worlds;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One line of a report as raw JSON, member by member, so that any member can be spoiled before it is rendered. */
final class LineDraft {
    /** Raw JSON of each member of the event but {@code data}. */
    final Map<String, String> event = new LinkedHashMap<>();
    /** Raw JSON of each member of {@code data}. */
    final Map<String, String> usage = new LinkedHashMap<>();

    static LineDraft of(String id, String model, String payer, long eventMillis) {
        LineDraft draft = new LineDraft();
        draft.event.put("specversion", quoted("1.0"));
        draft.event.put("id", quoted(id));
        draft.event.put("source", quoted("/gateways/somewhere"));
        draft.event.put("type", quoted("ai.inference.usage.v1"));
        draft.event.put("subject", quoted(model));
        draft.event.put("time", quoted(Instant.ofEpochMilli(eventMillis).toString()));
        draft.usage.put("payer", quoted(payer));
        return draft;
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    String render() {
        Map<String, String> members = new LinkedHashMap<>(event);
        members.putIfAbsent("data", object(usage));
        return object(members);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
