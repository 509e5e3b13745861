package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Good reports, and what bad luck and bad will make of them. */
final class ReportMutations {
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-0",
        "-1",
        "1.0",
        "1e3",
        "9007199254740991",
        "9007199254740992",
        "01",
        "-",
        "\"\"",
        "\"0\"",
        "\"ok\"",
        "\"error\"",
        "{}",
        "[]",
        "[[[[[[[[[[[[[]]]]]]]]]]]]]",
        "[[[[[[[[[[[[[[]]]]]]]]]]]]]]",
        "{\"a\":1,\"a\":2}",
        "\"\\ud83d\"",
        "\"\\u0031\\u002e0\"",
        "\"2026-11-22T22:00:00.5Z\"",
        "\"2026-11-22t23:00:60z\"",
        "\"1.0\"",
        "\"2026-11-22T22:00:00+23:59\"",
        "\"115792089237316195423570985008687907853269984665640564039457584007913129639935\"",
        "123456789012345678901234567890",
        "\"\\x\"",
        "1E400",
        "nul"
    };
    private static final String[] MEMBERS = {
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "data",
        "payer",
        "pass",
        "calls",
        "inputTokens",
        "outputTokens",
        "computeMillis",
        "latencyMillis",
        "outcome",
        "other",
        "\\u0069d",
        ""
    };

    private final Random random;

    ReportMutations(Random random) {
        this.random = random;
    }

    byte[] next() {
        StringBuilder json = new StringBuilder(report());
        int textMutations = random.nextInt(4);
        for (int i = 0; i < textMutations; i++) {
            mutateText(json);
        }
        byte[] bytes = json.toString().getBytes(UTF_8);
        return random.nextInt(3) == 0 ? mutateBytes(bytes) : bytes;
    }

    private String report() {
        String[] lines = new String[1 + random.nextInt(4)];
        for (int i = 0; i < lines.length; i++) {
            Lines line = new Lines()
                    .with("subject", Lines.quoted(random.nextBoolean() ? Lines.MODEL : "0x" + "EF".repeat(32)))
                    .withUsage("calls", Integer.toString(random.nextInt(1_000)));
            for (int change = random.nextInt(3); change > 0; change--) {
                String member = MEMBERS[random.nextInt(MEMBERS.length)];
                String value = VALUES[random.nextInt(VALUES.length)];
                if (random.nextBoolean()) {
                    line.with(member, value);
                } else {
                    line.withUsage(member, value);
                }
            }
            lines[i] = line.json();
        }
        return Lines.report(lines);
    }

    private void mutateText(StringBuilder json) {
        int at = random.nextInt(json.length());
        switch (random.nextInt(7)) {
            case 0 -> json.insert(at, VALUES[random.nextInt(VALUES.length)]);
            case 1 -> json.insert(at, " \n\t\r".charAt(random.nextInt(4)));
            case 2 -> json.insert(at, "{}[],:\"\\0e.-".charAt(random.nextInt(12)));
            case 3 -> json.deleteCharAt(at);
            case 4 -> json.replace(at, at + 1, String.format("\\u%04x", (int) json.charAt(at)));
            case 5 -> json.insert(at, json.substring(at, Math.min(json.length(), at + random.nextInt(40))));
            default -> json.setCharAt(at, "\u00e9\u20ac\u0001 z9\ufeff".charAt(random.nextInt(7)));
        }
    }

    private byte[] mutateBytes(byte[] bytes) {
        byte[] mutated = bytes.clone();
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        return mutated;
    }
}
