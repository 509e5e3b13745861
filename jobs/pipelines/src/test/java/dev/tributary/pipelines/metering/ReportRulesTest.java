package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for every clause of the protocol about the JSON of a whole report. */
final class ReportRulesTest {
    private final ParsedReports reports = new ParsedReports();

    private static String lineWith(String json) {
        return Lines.report(new Lines().with("extra", json).json());
    }

    private static String nested(int depth, String open, String close) {
        return open.repeat(depth) + close.repeat(depth);
    }

    private static byte[] withBytes(int... extra) {
        String json = lineWith("\"?\"");
        byte[] bytes = json.getBytes(UTF_8);
        int at = json.indexOf("\"?\"") + 1;
        byte[] all = new byte[bytes.length - 1 + extra.length];
        System.arraycopy(bytes, 0, all, 0, at);
        for (int i = 0; i < extra.length; i++) {
            all[at + i] = (byte) extra[i];
        }
        System.arraycopy(bytes, at + 1, all, at + extra.length, bytes.length - at - 1);
        return all;
    }

    static Stream<Arguments> reportsThatAreMalformed() {
        String line = Lines.line();
        return Stream.of(
                argumentSet("nothing", ""),
                argumentSet("white space", " \n"),
                argumentSet("an empty array", "[]"),
                argumentSet("an empty array with white space", " [ \n] "),
                argumentSet("an object", line),
                argumentSet("null", "null"),
                argumentSet("an array that has no end", "[" + line),
                argumentSet("a line that has no end", "[" + line.substring(0, line.length() - 1)),
                argumentSet("a trailing comma", "[" + line + ",]"),
                argumentSet("a leading comma", "[," + line + "]"),
                argumentSet("two commas", "[" + line + ",," + line + "]"),
                argumentSet("no comma", "[" + line + line + "]"),
                argumentSet("a line that is an array", Lines.report(line, "[]")),
                argumentSet("a line that is a string", Lines.report(line, "\"x\"")),
                argumentSet("a line that is null", Lines.report("null")),
                argumentSet("a line that is a number", Lines.report("1")),
                argumentSet("something after the array", Lines.report(line) + "x"),
                argumentSet("a second array", Lines.report(line) + Lines.report(line)),
                argumentSet("a NUL after the array", Lines.report(line) + "\0"),
                argumentSet("a byte order mark", "\uFEFF" + Lines.report(line)),
                argumentSet("a no-break space", "\u00A0" + Lines.report(line)),
                argumentSet("a form feed", "\f" + Lines.report(line)),
                argumentSet("a comment", "/**/" + Lines.report(line)),
                argumentSet(
                        "4001 lines",
                        Lines.report(Collections.nCopies(4_001, "{}").toArray(String[]::new))),
                argumentSet("a duplicate known name", Lines.report(line.replace("\"id\"", "\"id\":\"y\",\"id\""))),
                argumentSet(
                        "a duplicate known name, one of them escaped",
                        Lines.report(line.replace("\"id\"", "\"\\u0069\\u0064\":\"y\",\"id\""))),
                argumentSet("a duplicate meter", Lines.report(line.replace("\"calls\"", "\"calls\":1,\"calls\""))),
                argumentSet("data twice", Lines.report(line.replace("\"data\"", "\"data\":1,\"data\""))),
                argumentSet("a duplicate unknown name", lineWith("1,\"x\":1,\"x\":2")),
                argumentSet("a duplicate of an escaped unknown name", lineWith("1,\"x\":1,\"\\u0078\":2")),
                argumentSet("a duplicate name outside ASCII", lineWith("1,\"é\":1,\"\\u00e9\":2")),
                argumentSet(
                        "a duplicate name of a surrogate pair", lineWith("1,\"\uD83D\uDE00\":1,\"\\uD83D\\ude00\":2")),
                argumentSet("a duplicate name of half a pair", lineWith("1,\"\\ud83d\":1,\"\\uD83D\":2")),
                argumentSet("a duplicate empty name", lineWith("{\"\":1,\"\":2}")),
                argumentSet("a duplicate deep inside", lineWith("[[{\"a\":[{\"b\":1,\"c\":2,\"b\":3}]}]]")),
                argumentSet("a duplicate in a line that is invalid anyway", Lines.report("{\"a\":1,\"a\":1}")),
                argumentSet("nesting of 17 arrays", lineWith(nested(15, "[", "]"))),
                argumentSet(
                        "nesting of 17 objects",
                        lineWith(nested(15, "{\"a\":", "}").replace(":}", ":1}"))),
                argumentSet("nesting of 100 000", "[".repeat(100_000)),
                argumentSet(
                        "nesting in data",
                        Lines.report(
                                new Lines().withUsage("x", nested(14, "[", "]")).json())),
                argumentSet("a tab in a string", lineWith("\"\t\"")),
                argumentSet("a line break in a string", lineWith("\"a\nb\"")),
                argumentSet("a NUL in a string", lineWith("\"\0\"")),
                argumentSet("a control character after an escape", lineWith("\"\\n\u0001\"")),
                argumentSet("an unknown escape", lineWith("\"\\x\"")),
                argumentSet("an escape in upper case", lineWith("\"\\U0041\"")),
                argumentSet("an escape cut short", lineWith("\"\\u00\"")),
                argumentSet("an escape with a sign", lineWith("\"\\u+041\"")),
                argumentSet("a string that has no end", lineWith("\"abc")),
                argumentSet("a string that ends in a backslash", "[{\"a\":\"\\"),
                argumentSet("single quotes", lineWith("'a'")),
                argumentSet("a name without quotes", Lines.report("{a:1}")),
                argumentSet("a name without a value", Lines.report("{\"a\"}")),
                argumentSet("a name without a colon", Lines.report("{\"a\" 1}")),
                argumentSet("a trailing comma in an object", Lines.report("{\"a\":1,}")),
                argumentSet("a value without a name", Lines.report("{1}")),
                argumentSet("True", lineWith("True")),
                argumentSet("tru", lineWith("tru")),
                argumentSet("truex", lineWith("truex")),
                argumentSet("nul", lineWith("nul")),
                argumentSet("NaN", lineWith("NaN")),
                argumentSet("Infinity", lineWith("-Infinity")),
                argumentSet("a leading zero", lineWith("01")),
                argumentSet("a leading zero below zero", lineWith("-01")),
                argumentSet("a plus", lineWith("+1")),
                argumentSet("a minus alone", lineWith("-")),
                argumentSet("no digit before the point", lineWith(".5")),
                argumentSet("no digit after the point", lineWith("1.")),
                argumentSet("no digit in the exponent", lineWith("1e")),
                argumentSet("no digit in the signed exponent", lineWith("1e+")),
                argumentSet("a hexadecimal number", lineWith("0x1")),
                argumentSet(
                        "a meter with a leading zero",
                        Lines.report(new Lines().withUsage("calls", "007").json())),
                argumentSet(
                        "a meter cut short",
                        Lines.report(new Lines().withUsage("calls", "1.").json())));
    }

    @ParameterizedTest
    @MethodSource("reportsThatAreMalformed")
    void aReportThatIsNotTheJsonOfTheProtocolIsRefusedWhole(String json) {
        assertThatThrownBy(() -> reports.parse(json)).isInstanceOf(MalformedJsonException.class);
    }

    static Stream<Arguments> bytesThatAreNotUtf8() {
        return Stream.of(
                argumentSet("a lone continuation", withBytes(0x80)),
                argumentSet("an overlong slash of two bytes", withBytes(0xc0, 0xaf)),
                argumentSet("an overlong letter of two bytes", withBytes(0xc1, 0x81)),
                argumentSet("an overlong form of three bytes", withBytes(0xe0, 0x80, 0xaf)),
                argumentSet("an overlong form of four bytes", withBytes(0xf0, 0x80, 0x80, 0xaf)),
                argumentSet("the first surrogate", withBytes(0xed, 0xa0, 0x80)),
                argumentSet("the last surrogate", withBytes(0xed, 0xbf, 0xbf)),
                argumentSet("a surrogate pair", withBytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)),
                argumentSet("above U+10FFFF", withBytes(0xf4, 0x90, 0x80, 0x80)),
                argumentSet("a five byte form", withBytes(0xf8, 0x88, 0x80, 0x80, 0x80)),
                argumentSet("0xff", withBytes(0xff)),
                argumentSet("a sequence cut short", withBytes(0xe2, 0x82)),
                argumentSet(
                        "Latin-1",
                        Lines.report(new Lines().with("id", "\"é\"").json()).getBytes(ISO_8859_1)),
                argumentSet("UTF-16", Lines.report(Lines.line()).getBytes(UTF_16LE)));
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNotUtf8")
    void aReportThatIsNotUtf8IsRefusedWhole(byte[] value) {
        assertThatThrownBy(() -> reports.parse(value)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void noByteThatIsNotUtf8PassesInLinesOfAKnownForm() throws Exception {
        byte[] good = Lines.report(Lines.line(), Lines.line(), Lines.line()).getBytes(UTF_8);
        assertThat(reports.parse(good).lines()).isEqualTo(3);
        for (int at = 0; at < good.length; at++) {
            for (int bad : new int[] {0x80, 0xc3, 0xff}) {
                byte[] value = good.clone();
                value[at] = (byte) bad;
                assertThatThrownBy(() -> reports.parse(value))
                        .as("0x%x at %d", bad, at)
                        .isInstanceOf(MalformedJsonException.class)
                        .hasMessageContaining("not UTF-8")
                        .hasMessageContaining(Integer.toString(at));
            }
        }
        assertThat(reports.parse(good).lines()).isEqualTo(3);
    }

    @Test
    void theEdgesOfWhatIsWellFormedAreAccepted() throws Exception {
        assertThat(reports.parse(" \t\r\n" + Lines.report(Lines.line()) + "\n ").lines())
                .isEqualTo(1);
        assertThat(reports.parse("[\n" + Lines.line() + " ,\t" + Lines.line() + "\r]")
                        .lines())
                .isEqualTo(2);
        assertThat(reports.parse(Lines.report(Collections.nCopies(4_000, "{}").toArray(String[]::new)))
                        .refusedLines())
                .hasSize(4_000);
        assertThat(reports.parse(lineWith(nested(14, "[", "]"))).counts()).hasSize(1);
        assertThat(reports.parse(lineWith(nested(13, "[", "]").replace("[]", "[1,\"a\",null]")))
                        .counts())
                .hasSize(1);
        assertThat(reports.parse(withBytes(0xf4, 0x8f, 0xbf, 0xbf)).counts()).hasSize(1);
        assertThat(reports.parse(withBytes(0xee, 0x80, 0x80)).counts()).hasSize(1);
        assertThat(reports.parse(lineWith("\"\u007f\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\""))
                        .counts())
                .hasSize(1);
        assertThat(reports.parse(lineWith("[0,-0,1.5,-1.5e-10,1E+2,true,false,null,{},[],\"\"]"))
                        .counts())
                .hasSize(1);
    }

    @Test
    void theSameNameInDifferentObjectsIsNoDuplicate() throws Exception {
        assertThat(reports.parse(lineWith("[{\"a\":{\"a\":1}},{\"a\":1}],\"a\":{\"extra\":1}"))
                        .counts())
                .hasSize(1);
    }

    @Test
    void aHundredThousandDistinctNamesAreReadInTime() throws Exception {
        StringBuilder members = new StringBuilder("1");
        for (int i = 0; i < 100_000; i++) {
            members.append(",\"").append(i).append("\":0");
        }
        assertThat(reports.parse(lineWith(members.toString())).counts()).hasSize(1);
    }

    @Test
    void aReportParsesTheSameAfterAMalformedOne() throws Exception {
        ParsedReports.Parsed before = reports.parse(Lines.report(Lines.line()));
        assertThatThrownBy(() -> reports.parse(Lines.report(Lines.line(), Lines.line()) + "x"))
                .isInstanceOf(MalformedJsonException.class);
        assertThat(reports.parse(Lines.report(Lines.line())).counts()).isEqualTo(before.counts());
    }
}
