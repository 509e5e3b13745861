package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.LineDraft.quoted;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Forms that look wrong and are right: such a line counts like any other. */
final class OddLines {
    static final List<Consumer<LineDraft>> ALL = List.of(
            draft -> draft.event.compute("subject", (member, raw) -> upperCaseDigits(String.valueOf(raw))),
            draft -> draft.usage.compute("payer", (member, raw) -> upperCaseDigits(String.valueOf(raw))),
            draft -> draft.event.compute(
                    "time", (member, raw) -> String.valueOf(raw).toLowerCase(Locale.ROOT)),
            draft -> inZone(draft, 23 * 60 + 59, "+23:59"),
            draft -> inZone(draft, -(23 * 60 + 59), "-23:59"),
            draft -> inZone(draft, 19 * 60, "+19:00"),
            draft -> inZone(draft, 0, "-00:00"),
            draft -> inZone(draft, 0, "z"),
            draft -> longFraction(draft, "0"),
            draft -> longFraction(draft, "9"),
            draft -> draft.usage.put("calls", "-0"),
            draft -> draft.usage.put("inputTokens", "9007199254740991"),
            draft -> draft.usage.put("outcome", "\"error\""),
            draft -> draft.usage.put("latencyMillis", "0"),
            draft -> draft.usage.put("pass", quoted("0")),
            draft -> draft.usage.put("pass", quoted("17")),
            draft -> draft.usage.put(
                    "pass", quoted("115792089237316195423570985008687907853269984665640564039457584007913129639935")),
            draft -> draft.event.put("id", quoted("\uD83D\uDE00".repeat(256))),
            draft -> draft.event.put("id", quoted("\\uD83D\\uDE00".repeat(256))),
            draft -> draft.event.put("id", quoted("\\ud800")),
            draft -> draft.event.put("source", quoted("\\u0000")),
            draft -> draft.event.put("unknown", "1" + "0".repeat(2_000)),
            draft -> draft.event.put("unknown", "1e400"),
            draft -> draft.usage.put("unknown", "-0.0E-99999999"),
            draft -> draft.event.put("x".repeat(60_000), "null"),
            draft -> draft.event.put("unknown", "[".repeat(14) + "]".repeat(14)),
            draft -> draft.usage.put("unknown", "{\"subject\":{\"subject\":1},\"time\":[{\"time\":1}]}"),
            draft -> draft.event.put("unknown", "{\"data\":{\"payer\":\"0x\"}}"),
            draft -> draft.event.put("datacontenttype", "false"),
            OddLines::escapeMemberNames);

    private OddLines() {}

    private static String upperCaseDigits(String raw) {
        return "\"0x" + raw.substring(3).toUpperCase(Locale.ROOT);
    }

    private static void inZone(LineDraft draft, int offsetMinutes, String zone) {
        Instant instant = instant(draft);
        String local = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
                .format(instant.plusSeconds(offsetMinutes * 60L).atOffset(ZoneOffset.UTC));
        draft.event.put("time", quoted(local + zone));
    }

    /** Digits beyond the milliseconds are cut, whatever they are. */
    private static void longFraction(LineDraft draft, String digit) {
        String millis = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
                .format(instant(draft).atOffset(ZoneOffset.UTC));
        draft.event.put("time", quoted(millis + digit.repeat(200) + "Z"));
    }

    private static Instant instant(LineDraft draft) {
        String raw = String.valueOf(draft.event.get("time"));
        return Instant.parse(raw.substring(1, raw.length() - 1));
    }

    private static void escapeMemberNames(LineDraft draft) {
        draft.event.put("\\u0074ime", String.valueOf(draft.event.remove("time")));
        draft.usage.put("pa\\u0079er", String.valueOf(draft.usage.remove("payer")));
    }
}
