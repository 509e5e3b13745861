package dev.tributary.pipelines.metering;

import static dev.tributary.pipelines.metering.Lines.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tributary.domain.usage.RejectReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for every clause of the protocol about a line. */
final class LineRulesTest {
    private static final String SMILE = "\uD83D\uDE00";
    private static final String LARGEST_PASS =
            "115792089237316195423570985008687907853269984665640564039457584007913129639935";

    private final ParsedReports reports = new ParsedReports();

    static Stream<Arguments> linesThatCount() {
        return Stream.of(
                argumentSet("as the protocol shows it", new Lines()),
                argumentSet("specversion written with escapes", new Lines().with("specversion", "\"\\u0031.0\"")),
                argumentSet(
                        "a member name written with escapes",
                        new Lines().without("id").with("\\u0069d", "\"x\"")),
                argumentSet("an id of one character", new Lines().with("id", "\"x\"")),
                argumentSet("an id of 256 characters", new Lines().with("id", quoted("x".repeat(256)))),
                argumentSet("an id of 256 code points above U+FFFF", new Lines().with("id", quoted(SMILE.repeat(256)))),
                argumentSet(
                        "an id of 256 escaped code points above U+FFFF",
                        new Lines().with("id", quoted("\\uD83D\\uDE00".repeat(256)))),
                argumentSet("an id that is half a surrogate pair", new Lines().with("id", "\"\\ud83d\"")),
                argumentSet("a source that is any text", new Lines().with("source", "\"somewhere else\"")),
                argumentSet("a subject in upper case", new Lines().with("subject", quoted("0x" + "AB".repeat(32)))),
                argumentSet("a payer in mixed case", new Lines().withUsage("payer", quoted("0x" + "cD".repeat(20)))),
                argumentSet("time with an offset", new Lines().with("time", "\"2026-11-23T00:30:00+02:30\"")),
                argumentSet(
                        "time with an offset of a day less a minute",
                        new Lines().with("time", "\"2026-11-23T21:59:00+23:59\"")),
                argumentSet("time with a negative offset", new Lines().with("time", "\"2026-11-22T12:00:00-10:00\"")),
                argumentSet("time with the unknown offset", new Lines().with("time", "\"2026-11-22T22:00:00-00:00\"")),
                argumentSet("time in lower case", new Lines().with("time", "\"2026-11-22t22:00:00z\"")),
                argumentSet("time with one fraction digit", new Lines().with("time", "\"2026-11-22T22:00:00.1Z\"")),
                argumentSet(
                        "time with 200 fraction digits",
                        new Lines().with("time", quoted("2026-11-22T22:00:00." + "9".repeat(200) + "Z"))),
                argumentSet(
                        "meters left out",
                        new Lines()
                                .withoutUsage("calls")
                                .withoutUsage("inputTokens")
                                .withoutUsage("outputTokens")
                                .withoutUsage("computeMillis")),
                argumentSet("a meter of zero", new Lines().withUsage("calls", "0")),
                argumentSet("a meter of minus zero", new Lines().withUsage("calls", "-0")),
                argumentSet("the largest meter", new Lines().withUsage("calls", "9007199254740991")),
                argumentSet("the largest latency", new Lines().withUsage("latencyMillis", "9007199254740991")),
                argumentSet("a pass of zero", new Lines().withUsage("pass", "\"0\"")),
                argumentSet("the largest pass", new Lines().withUsage("pass", quoted(LARGEST_PASS))),
                argumentSet("outcome ok", new Lines().withUsage("outcome", "\"ok\"")),
                argumentSet("outcome error", new Lines().withUsage("outcome", "\"error\"")),
                argumentSet("an unknown member", new Lines().with("datacontenttype", "\"application/json\"")),
                argumentSet(
                        "an unknown member of any kind",
                        new Lines().withUsage("extra", "{\"a\":[null,true,false,-1.5e+3,{}],\"b\":\"\"}")),
                argumentSet("an unknown long string", new Lines().with("extra", quoted("x".repeat(300_000)))),
                argumentSet(
                        "an unknown number of a hundred thousand digits",
                        new Lines().with("extra", "9".repeat(100_000))),
                argumentSet("an unknown long member name", new Lines().with("n".repeat(100_000), "1")),
                argumentSet("an unknown number of huge exponent", new Lines().with("extra", "1e999999999")),
                argumentSet(
                        "a known name where it means nothing",
                        new Lines().with("payer", "1").withUsage("id", "1")),
                argumentSet("white space everywhere it may be", new Lines().with(" ", " \t\r\n[ 1 , 2 ] ")));
    }

    @ParameterizedTest
    @MethodSource("linesThatCount")
    void aLineThatKeepsTheRulesCounts(Lines line) throws Exception {
        ParsedReports.Parsed parsed = reports.parse(Lines.report(line.json()));

        assertThat(parsed.refusedLines()).isEmpty();
        assertThat(parsed.lines()).isEqualTo(1);
        assertThat(parsed.counts()).hasSize(1);
        assertThat(parsed.counts().get(0).model()).isEqualTo(Lines.MODEL);
        assertThat(parsed.counts().get(0).payer()).isEqualTo(Lines.PAYER);
    }

    static Stream<Arguments> linesThatAreInvalid() {
        Stream<Arguments> missing = Stream.of("specversion", "type", "id", "source", "subject", "time", "data")
                .map(member -> argumentSet(member + " is missing", new Lines().without(member)));
        Stream<Arguments> wrongKind = Stream.of("specversion", "type", "id", "source", "subject", "time", "data")
                .flatMap(member -> Stream.of("null", "1", "true", "[]", "\"\"", "{}")
                        .map(json -> argumentSet(member + " is " + json, new Lines().with(member, json))));
        Stream<Arguments> wrongUsage = Stream.of("payer", "pass", "outcome")
                .flatMap(member -> Stream.of("null", "1", "false", "[\"ok\"]", "\"\"", "{}", "\" \"")
                        .map(json -> argumentSet(member + " is " + json, new Lines().withUsage(member, json))));
        Stream<Arguments> wrongQuantity = Stream.of(
                        "calls", "inputTokens", "outputTokens", "computeMillis", "latencyMillis")
                .flatMap(member -> Stream.of(
                                "null",
                                "\"1\"",
                                "true",
                                "{}",
                                "[]",
                                "1.0",
                                "1e3",
                                "1E0",
                                "0.0",
                                "-0.0",
                                "0e0",
                                "-1",
                                "9007199254740992",
                                "-9007199254740991",
                                "18446744073709551616",
                                "9".repeat(50_000),
                                "1e999999999")
                        .map(json -> argumentSet(
                                member + " is " + json.substring(0, Math.min(20, json.length())),
                                new Lines().withUsage(member, json))));
        Stream<Arguments> others = Stream.of(
                argumentSet("specversion is 1.0.0", new Lines().with("specversion", "\"1.0.0\"")),
                argumentSet("specversion has a space", new Lines().with("specversion", "\"1.0 \"")),
                argumentSet("type is in upper case", new Lines().with("type", "\"AI.INFERENCE.USAGE.V1\"")),
                argumentSet("type is of another version", new Lines().with("type", "\"ai.inference.usage.v2\"")),
                argumentSet("id has 257 characters", new Lines().with("id", quoted("x".repeat(257)))),
                argumentSet("id has 257 code points", new Lines().with("id", quoted("é".repeat(257)))),
                argumentSet("id has 257 escaped characters", new Lines().with("id", quoted("\\u0041".repeat(257)))),
                argumentSet("source has 257 characters", new Lines().with("source", quoted("x".repeat(257)))),
                argumentSet(
                        "time has 257 characters",
                        new Lines().with("time", quoted("2026-11-22T22:00:00." + "1".repeat(236) + "Z"))),
                argumentSet("subject lacks 0x", new Lines().with("subject", quoted("ab".repeat(33)))),
                argumentSet("subject is prefixed 0X", new Lines().with("subject", quoted("0X" + "ab".repeat(32)))),
                argumentSet("subject is too short", new Lines().with("subject", quoted("0x" + "ab".repeat(31)))),
                argumentSet("subject is too long", new Lines().with("subject", quoted("0x" + "ab".repeat(33)))),
                argumentSet("subject has a g", new Lines().with("subject", quoted("0x" + "ab".repeat(31) + "ag"))),
                argumentSet("subject is of the payer's length", new Lines().with("subject", quoted(Lines.PAYER))),
                argumentSet("payer is of the model's length", new Lines().withUsage("payer", quoted(Lines.MODEL))),
                argumentSet("payer is missing", new Lines().withoutUsage("payer")),
                argumentSet(
                        "payer has a digit of another script",
                        new Lines().withUsage("payer", quoted("0x" + "cd".repeat(19) + "\u0661"))),
                argumentSet("pass has a leading zero", new Lines().withUsage("pass", "\"017\"")),
                argumentSet("pass is 00", new Lines().withUsage("pass", "\"00\"")),
                argumentSet("pass is negative", new Lines().withUsage("pass", "\"-1\"")),
                argumentSet("pass has a plus", new Lines().withUsage("pass", "\"+1\"")),
                argumentSet("pass is hexadecimal", new Lines().withUsage("pass", "\"0x1\"")),
                argumentSet(
                        "pass is 2^256",
                        new Lines()
                                .withUsage("pass", quoted(LARGEST_PASS.substring(0, LARGEST_PASS.length() - 1) + "6"))),
                argumentSet("pass has 79 digits", new Lines().withUsage("pass", quoted("1" + "0".repeat(78)))),
                argumentSet("outcome is OK", new Lines().withUsage("outcome", "\"OK\"")),
                argumentSet("outcome is another", new Lines().withUsage("outcome", "\"timeout\"")),
                argumentSet("the line is empty", Lines.empty()));
        return Stream.of(missing, wrongKind, wrongUsage, wrongQuantity, others).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("linesThatAreInvalid")
    void aLineThatBreaksARuleIsRefusedAlone(Lines line) throws Exception {
        ParsedReports.Parsed parsed = reports.parse(Lines.report(Lines.line(), line.json(), Lines.line()));

        assertThat(parsed.lines()).isEqualTo(3);
        assertThat(parsed.refusedLines()).hasSize(1);
        UsageRejected refused = parsed.refusedLines().get(0);
        assertThat(refused.reason()).isEqualTo(RejectReason.LINE_INVALID.name());
        assertThat(refused.index()).isEqualTo(1);
        assertThat(refused.text()).isEqualTo(line.json());
        assertThat(refused.lines()).isEqualTo(1);
        assertThat(parsed.counts()).hasSize(1);
        assertThat(parsed.counts().get(0).lines()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T22:00:00",
                "2026-11-22 22:00:00Z",
                "2026-11-22T22:00Z",
                "2026-11-22T22:00:60Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T22:60:00Z",
                "2026-13-22T22:00:00Z",
                "2026-00-22T22:00:00Z",
                "2026-11-31T22:00:00Z",
                "2026-11-00T22:00:00Z",
                "2026-02-29T22:00:00Z",
                "2100-02-29T22:00:00Z",
                "2026-11-22T22:00:00.Z",
                "2026-11-22T22:00:00,1Z",
                "2026-11-22T22:00:00+24:00",
                "2026-11-22T22:00:00+23:60",
                "2026-11-22T22:00:00+0100",
                "2026-11-22T22:00:00+01",
                "2026-11-22T22:00:00+1:00",
                "2026-11-22T22:00:00Zjunk",
                "2026-11-22T22:00:00ZZ",
                "2026-11-22T22:00:00 Z",
                " 2026-11-22T22:00:00Z",
                "26-11-22T22:00:00Z",
                "+2026-11-22T22:00:00Z",
                "-026-11-22T22:00:00Z",
                "20261122T220000Z",
                "2026-W47-7T22:00:00Z",
                "2026-11-2\u0662T22:00:00Z",
                "1795384800000"
            })
    void aTimeThatIsNotRfc3339WithAZoneIsInvalid(String time) throws Exception {
        ParsedReports.Parsed parsed = reports.parse(
                Lines.report(new Lines().with("time", quoted(time)).json()));
        assertThat(parsed.refusedLines()).singleElement().satisfies(line -> {
            assertThat(line.reason()).isEqualTo("LINE_INVALID");
            assertThat(line.detail()).startsWith("time is not RFC 3339");
            assertThat(line.minuteStartMillis()).isNull();
        });
    }

    @Test
    void timeIsCutToMilliseconds() throws Exception {
        long minuteEnd = 60_000 * (Lines.TIME.toEpochMilli() / 60_000 + 1);
        String justBefore = Instant.ofEpochMilli(minuteEnd - 1).toString().replace("Z", "9999Z");
        ParsedReports.Parsed parsed = reports.parse(
                Lines.report(new Lines().with("time", quoted(justBefore)).json()));
        assertThat(parsed.counts().get(0).minute()).isEqualTo(minuteEnd / 60_000 - 1);
    }

    @Test
    void aLineIsBookedByTheLaterOfItsTimeAndTheLogsLessTheGrace() throws Exception {
        long now = ParsedReports.NOW + 3 * SignedReports.PERIOD;
        ParsedReports.Parsed parsed = reports.parse(Lines.report(Lines.line()).getBytes(UTF_8), now);
        UsageCount count = parsed.counts().get(0);
        assertThat(count.minute()).isEqualTo(Lines.TIME.toEpochMilli() / SignedReports.MINUTE);
        assertThat(count.period()).isEqualTo((now - SignedReports.GRACE) / SignedReports.PERIOD);
    }

    @Test
    void linesMoreThanAMinuteAheadOrSevenDaysBehindTheLogAreRefused() throws Exception {
        Instant now = Instant.ofEpochMilli(ParsedReports.NOW);
        ParsedReports.Parsed parsed = reports.parse(Lines.report(
                new Lines().at(now.plusMillis(60_000)).json(),
                new Lines().at(now.plusMillis(60_001)).json(),
                new Lines().at(now.minusMillis(7 * 86_400_000L)).json(),
                new Lines().at(now.minusMillis(7 * 86_400_000L + 1)).json(),
                new Lines().with("time", "\"0000-01-01T00:00:00+23:59\"").json(),
                new Lines().with("time", "\"9999-12-31T23:59:59-23:59\"").json()));
        assertThat(parsed.refusedLines())
                .extracting(UsageRejected::index, UsageRejected::reason)
                .containsExactly(tuple(1, "FUTURE"), tuple(3, "TOO_OLD"), tuple(4, "TOO_OLD"), tuple(5, "FUTURE"));
    }

    @Test
    void anInvalidLineIsInvalidBeforeItIsInTheFuture() throws Exception {
        ParsedReports.Parsed parsed = reports.parse(Lines.report(new Lines()
                .at(Lines.TIME.plusSeconds(3_600))
                .withUsage("calls", "-1")
                .json()));
        assertThat(parsed.refusedLines().get(0).reason()).isEqualTo("LINE_INVALID");
    }

    @Test
    void aRefusedLineShowsWhatIsKnownOfIt() throws Exception {
        String line = new Lines()
                .with("id", "\"a\\u0062c\"")
                .withUsage("pass", "\"17\"")
                .withUsage("outcome", "\"?\"")
                .json();
        UsageRejected refused =
                reports.parse(Lines.report(Lines.line(), line)).refusedLines().get(0);
        assertThat(refused)
                .isEqualTo(new UsageRejected(
                        1,
                        "LINE_INVALID",
                        "data.outcome is neither \"ok\" nor \"error\"",
                        "usage.reported.v1",
                        0,
                        7L,
                        ParsedReports.GATEWAY,
                        "1",
                        1,
                        "abc",
                        Lines.MODEL,
                        Lines.PAYER,
                        "17",
                        Lines.TIME.toEpochMilli() / 60_000 * 60_000,
                        null,
                        Quantities.of(1, 374, 44, 812),
                        null,
                        line,
                        null));
    }

    @Test
    void idsInAnyCaseAreOneKey() throws Exception {
        String upper = new Lines()
                .with("subject", quoted("0x" + "ab".repeat(32).toUpperCase(Locale.ROOT)))
                .withUsage("payer", quoted("0x" + "cd".repeat(20).toUpperCase(Locale.ROOT)))
                .json();
        ParsedReports.Parsed parsed = reports.parse(Lines.report(Lines.line(), upper));
        assertThat(parsed.counts()).hasSize(1);
        assertThat(parsed.counts().get(0).lines()).isEqualTo(2);
    }

    @Test
    void aSumThatALongCannotHoldIsCarriedOnInAnotherEntry() throws Exception {
        String[] lines = new String[4_000];
        Arrays.fill(lines, new Lines().withUsage("calls", "9007199254740991").json());
        ParsedReports.Parsed parsed = reports.parse(Lines.report(lines));
        BigInteger calls = parsed.counts().stream()
                .map(count -> BigInteger.valueOf(count.calls()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(parsed.counts()).hasSizeGreaterThan(1).allSatisfy(count -> assertThat(count.calls())
                .isPositive());
        assertThat(calls).isEqualTo(BigInteger.valueOf(9007199254740991L).multiply(BigInteger.valueOf(4_000)));
        assertThat(parsed.counts().stream().mapToLong(UsageCount::lines).sum()).isEqualTo(4_000);
    }

    @Test
    void latencyAndOutcomeAreObservedPerModelAndMinute() throws Exception {
        ParsedReports.Parsed parsed = reports.parse(Lines.report(
                new Lines()
                        .withUsage("latencyMillis", "5")
                        .withUsage("outcome", "\"error\"")
                        .json(),
                new Lines()
                        .withUsage("latencyMillis", "9")
                        .withUsage("pass", "\"1\"")
                        .json(),
                Lines.line()));
        assertThat(parsed.observations()).singleElement().satisfies(observation -> {
            assertThat(observation.lines()).isEqualTo(3);
            assertThat(observation.errors()).isEqualTo(1);
            assertThat(Latencies.read(observation.latencies()).quantile(500)).isEqualTo(5);
            assertThat(Latencies.read(observation.latencies()).quantile(990)).isEqualTo(9);
        });
    }
}
