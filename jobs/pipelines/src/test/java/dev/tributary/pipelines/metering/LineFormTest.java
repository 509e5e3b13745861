package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.json.JsonCursor;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether a line is read by its form or member by member, it is the same line. */
final class LineFormTest {
    private static final int LINES = 30_000;
    private static final String[] QUANTITIES = {
        "0",
        "1",
        "9",
        "10",
        "01",
        "-0",
        "-1",
        "9007199254740991",
        "9007199254740992",
        "99999999999999999999",
        "1.0",
        "1e3",
        "null",
        "\"1\""
    };
    private static final String[] TEXTS = {
        "\"x\"", "\"\"", "\"\u00e9\u20ac\"", "\"\\u0031\"", "\"a\\\"b\"", "\"" + "x".repeat(257) + "\"", "1", "null"
    };
    private static final String[] TIMES = {
        "\"2026-11-22T22:00:59.999Z\"",
        "\"2026-11-22T22:00:60.000Z\"",
        "\"2026-11-22T22:00:0a.000Z\"",
        "\"2026-11-22T22:01:00.000Z\"",
        "\"2026-11-22T22:00:00.0001Z\"",
        "\"2026-11-22T22:00:00.000z\"",
        "\"2026-11-22T22:00:00.00:Z\"",
        "\"2026-11-22T22:00:00+01:00\"",
        "\"2026-11-22T22:00:00Z\"",
        "\"2026-02-30T22:00:00.000Z\""
    };
    private static final String[] IDS = {
        "\"0x" + "ab".repeat(32) + "\"",
        "\"0x" + "AB".repeat(32) + "\"",
        "\"0x" + "cd".repeat(32) + "\"",
        "\"0x" + "ab".repeat(20) + "\"",
        "\"0X" + "ab".repeat(20) + "\"",
        "\"0x" + "cg".repeat(20) + "\"",
        "\"0x" + "ab".repeat(31) + "\"",
        "\"17\"",
        "\"017\"",
        "\"0\"",
        "\"" + "7".repeat(66) + "\"",
        "\"" + "7".repeat(42) + "\""
    };
    private static final String[] OUTCOMES = {"\"ok\"", "\"error\"", "\"erro\"", "\"OK\"", "\"ok \"", "null"};

    private final JsonCursor cursor = new JsonCursor();
    private final NameTable names = new NameTable();
    private final LineReader reader = new LineReader(cursor, names);
    private final UsageLine line = new UsageLine();

    @Test
    void aLineIsReadTheSameAfterOthersAsAlone() {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("LineFormTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int i = 0; i < LINES; i++) {
            String json = draw(random);
            assertThat(describe(reader, json))
                    .as("line %d of seed %d: %s", i, seed, json)
                    .isEqualTo(describe(new LineReader(cursor, names), json));
        }
    }

    @Test
    void aSecondLineOfAFormIsNotReadMemberByMember() throws Exception {
        LineForm form = new LineForm(cursor, names, new MinuteOfText());
        byte[] first = Lines.line().getBytes(UTF_8);
        cursor.reset(first);
        assertThat(form.read(line, first)).isFalse();
        assertThat(cursor.offset()).isZero();

        LineReader learning = new LineReader(cursor, names);
        learning.read(line, first);
        ReadValues values = new ReadValues();
        String text = new String(first, UTF_8);
        int calls = text.indexOf("\"calls\":") + "\"calls\":".length();
        values.add(Member.CALLS, calls, calls + 1);
        form.learn(line, values, first);

        byte[] second = text.replace("\"calls\":1", "\"calls\":250").getBytes(UTF_8);
        cursor.reset(second);
        assertThat(form.read(line, second)).isTrue();
        assertThat(line.calls).isEqualTo(250);
        assertThat(line.faults()).isZero();
        assertThat(cursor.offset()).isEqualTo(second.length);
    }

    @Test
    void idsThatAreNewDoNotMakeAFormUnfit() throws Exception {
        LineForm form = new LineForm(cursor, names, new MinuteOfText());
        String text = new Lines().withUsage("pass", Lines.quoted("5")).json();
        byte[] first = text.getBytes(UTF_8);
        cursor.reset(first);
        new LineReader(cursor, names).read(line, first);
        String[] known = {Lines.quoted(Lines.MODEL), Lines.quoted(Lines.PAYER), Lines.quoted("5")};
        Member[] members = {Member.SUBJECT, Member.PAYER, Member.PASS};
        ReadValues values = new ReadValues();
        for (int i = 0; i < members.length; i++) {
            values.add(members[i], text.indexOf(known[i]), text.indexOf(known[i]) + known[i].length());
        }
        form.learn(line, values, first);

        String model = "0x" + "5a".repeat(32);
        String payer = "0x" + "5b".repeat(20);
        byte[] second = text.replace(Lines.MODEL, model)
                .replace(Lines.PAYER, payer)
                .replace(Lines.quoted("5"), Lines.quoted("77"))
                .getBytes(UTF_8);
        cursor.reset(second);
        assertThat(form.read(line, second)).isTrue();
        assertThat(names.name(line.model)).isEqualTo(model);
        assertThat(names.name(line.payer)).isEqualTo(payer);
        assertThat(names.name(line.pass)).isEqualTo("77");

        for (String bad : new String[] {model.replace("5a5a", "5a5g"), payer + "0".repeat(23) + "g"}) {
            byte[] third = text.replace(Lines.MODEL, bad).getBytes(UTF_8);
            cursor.reset(third);
            assertThat(form.read(line, third)).as(bad).isFalse();
        }
        byte[] fourth = text.replace(Lines.quoted("5"), Lines.quoted("05")).getBytes(UTF_8);
        cursor.reset(fourth);
        assertThat(form.read(line, fourth)).as("a pass with a leading zero").isFalse();
    }

    private String describe(LineReader lineReader, String json) {
        byte[] bytes = ("[" + json + "]").getBytes(UTF_8);
        cursor.reset(bytes);
        cursor.moveTo(1);
        try {
            lineReader.read(line, bytes);
        } catch (MalformedJsonException e) {
            return "malformed";
        }
        List<Object> read = new ArrayList<>(List.of(
                line.start,
                line.end,
                cursor.offset(),
                line.faults(),
                line.seen(),
                line.idOffset,
                line.eventMillis,
                line.calls,
                line.inputTokens,
                line.outputTokens,
                line.computeMillis,
                line.latencyMillis,
                line.failed));
        for (int id : new int[] {line.model, line.payer, line.pass}) {
            read.add(id == UsageLine.NONE ? "none" : names.name(id));
        }
        return read.toString();
    }

    /** Mostly as a gateway writes it, with one thing or two that it does not. */
    private static String draw(Random random) {
        Lines drawn = new Lines()
                .with("id", "\"id-" + random.nextInt(1_000) + "\"")
                .with("time", "\"2026-11-22T22:00:%02d.%03dZ\"".formatted(random.nextInt(60), random.nextInt(1_000)))
                .with("subject", IDS[random.nextInt(3)])
                .withUsage("calls", Integer.toString(random.nextInt(1_000)));
        if (random.nextInt(3) == 0) {
            drawn.withUsage("pass", "\"" + random.nextInt(3) + "\"");
        }
        for (int change = random.nextInt(3); change > 0; change--) {
            change(drawn, random);
        }
        String json = drawn.json();
        if (random.nextBoolean()) {
            return json;
        }
        int at = random.nextInt(json.length());
        return json.substring(0, at) + " 0\"}:,e.".charAt(random.nextInt(8)) + json.substring(at + random.nextInt(2));
    }

    private static void change(Lines drawn, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> drawn.withUsage("inputTokens", any(QUANTITIES, random));
            case 1 -> drawn.withUsage("latencyMillis", any(QUANTITIES, random));
            case 2 -> drawn.with("id", any(TEXTS, random));
            case 3 -> drawn.with("time", any(TIMES, random));
            case 4 -> drawn.with("subject", any(IDS, random));
            case 5 -> drawn.withUsage("payer", any(IDS, random));
            case 6 -> drawn.withUsage("pass", any(IDS, random));
            default -> drawn.withUsage("outcome", any(OUTCOMES, random));
        }
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }
}
