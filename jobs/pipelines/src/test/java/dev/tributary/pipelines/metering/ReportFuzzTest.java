package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mutated reports get the same verdict, line for line, from the parser and from a check that shares nothing with it. */
final class ReportFuzzTest {
    private static final int REPORTS = 40_000;

    private final ParsedReports reports = new ParsedReports();

    @Test
    void mutatedReportsAreJudgedAsTheProtocolSays() {
        long seed = Long.getLong("tributary.seed", 20261123);
        System.out.println("ReportFuzzTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        ReportMutations mutations = new ReportMutations(new Random(seed));
        int malformed = 0;
        int withRefusedLines = 0;
        for (int i = 0; i < REPORTS; i++) {
            byte[] value = mutations.next();
            List<SlowReportCheck.Line> expected = SlowReportCheck.check(value);
            String actual = verdict(value);
            assertThat(actual)
                    .as("report %d of seed %d: %s", i, seed, new String(value, ISO_8859_1))
                    .isEqualTo(expected == null ? "MALFORMED_JSON" : verdict(expected));
            malformed += expected == null ? 1 : 0;
            withRefusedLines += actual.contains("=LINE_INVALID") ? 1 : 0;
        }
        assertThat(malformed).isBetween(REPORTS / 10, 9 * REPORTS / 10);
        assertThat(withRefusedLines).isGreaterThan(REPORTS / 20);
    }

    private String verdict(byte[] value) {
        try {
            ParsedReports.Parsed parsed = reports.parse(value);
            Map<String, String> verdict = new TreeMap<>();
            parsed.refusedLines().forEach(line -> verdict.put("line " + line.index(), line.reason()));
            Map<String, BigInteger> calls = new TreeMap<>();
            parsed.counts()
                    .forEach(count -> calls.merge(
                            key(count.model(), count.payer(), count.pass(), count.minute(), count.period()),
                            BigInteger.valueOf(count.calls()),
                            BigInteger::add));
            return parsed.lines() + " " + verdict + " " + calls;
        } catch (MalformedJsonException e) {
            return "MALFORMED_JSON";
        }
    }

    private String verdict(List<SlowReportCheck.Line> lines) {
        Map<String, String> verdict = new TreeMap<>();
        Map<String, BigInteger> calls = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            SlowReportCheck.Line line = lines.get(i);
            String reason = reason(line);
            if (reason != null) {
                verdict.put("line " + i, reason);
                continue;
            }
            long booked = Math.max(line.eventMillis(), ParsedReports.NOW - SignedReports.GRACE);
            calls.merge(
                    key(
                            line.model(),
                            line.payer(),
                            line.pass(),
                            Math.floorDiv(line.eventMillis(), SignedReports.MINUTE),
                            Math.floorDiv(booked, SignedReports.PERIOD)),
                    line.calls(),
                    BigInteger::add);
        }
        return lines.size() + " " + verdict + " " + calls;
    }

    private @Nullable String reason(SlowReportCheck.Line line) {
        if (!line.valid()) {
            return "LINE_INVALID";
        }
        if (line.eventMillis() > ParsedReports.NOW + 60_000) {
            return "FUTURE";
        }
        return line.eventMillis() < ParsedReports.NOW - 7 * 86_400_000L ? "TOO_OLD" : null;
    }

    private static String key(Object... parts) {
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            texts.add(part.toString());
        }
        return String.join(" ", texts);
    }
}
