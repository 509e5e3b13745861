package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.LineDraft.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every way in which one line can be {@code LINE_INVALID}, one member spoiled at a time. */
final class InvalidLines {
    private static final String LONG_TEXT = quoted("x".repeat(257));
    private static final List<String> NO_SHORT_TEXTS = List.of("null", "1", "true", "[]", "{}", quoted(""), LONG_TEXT);
    private static final List<String> NO_QUANTITIES = List.of(
            "null",
            "\"1\"",
            "true",
            "[]",
            "-1",
            "1.0",
            "1e3",
            "1E0",
            "0.5",
            "-0.0",
            "9007199254740992",
            "1" + "0".repeat(60),
            "-9223372036854775808",
            "18446744073709551617");
    private static final List<String> NO_MODELS = List.of(
            quoted("0x" + "a".repeat(63)),
            quoted("0x" + "a".repeat(65)),
            quoted("0x" + "g".repeat(64)),
            quoted("a".repeat(64)),
            quoted("0x" + "a".repeat(63) + " "),
            quoted("0x" + "\\uff11".repeat(64)));
    private static final List<String> NO_PAYERS = List.of(
            quoted("0x" + "b".repeat(39)),
            quoted("0x" + "b".repeat(41)),
            quoted("0x" + "z".repeat(40)),
            quoted("b".repeat(42)),
            quoted("0x" + "b".repeat(64)));
    private static final List<String> NO_TIMES = List.of(
            "2026-01-05T00:00:00",
            "2026-01-05 00:00:00Z",
            "2026-01-05T00:00:60Z",
            "2026-01-05T24:00:00Z",
            "2026-01-05T00:00:00+24:00",
            "2026-01-05T00:00:00+0100",
            "2026-02-30T00:00:00Z",
            "2026-00-05T00:00:00Z",
            "2026-01-05T00:00:00.Z",
            "2026-01-05T00:00:00,1Z",
            "2026-01-05T00:00Z",
            "2026-01-05",
            " 2026-01-05T00:00:00Z",
            "2026-01-05T00:00:00Z ",
            "12026-01-05T00:00:00Z",
            "2026-01-05T00:00:00.\\u0661Z",
            "now");
    private static final List<String> NO_PASSES = List.of(
            "17",
            "null",
            quoted(""),
            quoted("017"),
            quoted("-1"),
            quoted("0x11"),
            quoted("1e3"),
            quoted("1.0"),
            quoted(" 1"),
            quoted("\\u0661"),
            quoted("115792089237316195423570985008687907853269984665640564039457584007913129639936"),
            quoted("1" + "0".repeat(78)));
    private static final List<String> NO_OUTCOMES =
            List.of("null", "true", "0", quoted(""), quoted("OK"), quoted("failed"), "[]");

    static final List<Consumer<LineDraft>> ALL = all();

    private InvalidLines() {}

    private static List<Consumer<LineDraft>> all() {
        List<Consumer<LineDraft>> spoilers = new ArrayList<>();
        for (String member : List.of("specversion", "id", "source", "type", "subject", "time")) {
            spoilers.add(draft -> draft.event.remove(member));
            NO_SHORT_TEXTS.forEach(raw -> spoilers.add(draft -> draft.event.put(member, raw)));
        }
        List.of("\"0.3\"", "\"1.0.0\"", "1.0")
                .forEach(raw -> spoilers.add(draft -> draft.event.put("specversion", raw)));
        List.of("\"ai.inference.usage.v2\"", "\"AI.inference.usage.v1\"")
                .forEach(raw -> spoilers.add(draft -> draft.event.put("type", raw)));
        NO_MODELS.forEach(raw -> spoilers.add(draft -> draft.event.put("subject", raw)));
        NO_TIMES.forEach(time -> spoilers.add(draft -> draft.event.put("time", quoted(time))));
        List.of("null", "[]", "\"x\"", "1", "{}").forEach(raw -> spoilers.add(draft -> draft.event.put("data", raw)));
        spoilers.add(draft -> draft.usage.remove("payer"));
        NO_SHORT_TEXTS.forEach(raw -> spoilers.add(draft -> draft.usage.put("payer", raw)));
        NO_PAYERS.forEach(raw -> spoilers.add(draft -> draft.usage.put("payer", raw)));
        for (String meter : List.of("calls", "inputTokens", "outputTokens", "computeMillis", "latencyMillis")) {
            NO_QUANTITIES.forEach(raw -> spoilers.add(draft -> draft.usage.put(meter, raw)));
        }
        NO_PASSES.forEach(raw -> spoilers.add(draft -> draft.usage.put("pass", raw)));
        NO_OUTCOMES.forEach(raw -> spoilers.add(draft -> draft.usage.put("outcome", raw)));
        return spoilers;
    }
}
