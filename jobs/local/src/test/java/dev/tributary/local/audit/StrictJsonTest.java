package dev.tributary.local.audit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[1",
                "[1,]",
                "[1] x",
                "[1][2]",
                "[01]",
                "[+1]",
                "[.5]",
                "[1.]",
                "[NaN]",
                "['a']",
                "[tru]",
                "[1 /* one */]",
                "[\"\t\"]",
                "[\"\\x41\"]",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "[{\"b\":{\"a\":1,\"a\":1}}]",
                "\uFEFF[]",
                "[1]\u0000",
                "[1]\u00A0"
            })
    void whatIsNotStrictJsonIsMalformed(String text) {
        assertThatThrownBy(() -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StrictJson.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                " \r\n\t[1] \r\n\t",
                "{\"a\":{\"a\":1}}",
                "[-0, 1e999999, 0.1E-7]",
                "[\"\\ud800\"]",
                "[\"\uFEFF\"]"
            })
    void whatTheGrammarAllowsIsRead(String text) {
        assertThatCode(() -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
    }

    @Test
    void numbersAndTextsMayBeAsLongAsTheReport() {
        assertThatCode(() -> StrictJson.read(("[" + "9".repeat(500_000) + "]").getBytes(StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
    }

    @Test
    void nestingOfSixteenIsTheDeepest() {
        assertThatCode(() -> StrictJson.read(nested(16))).doesNotThrowAnyException();
        assertThatThrownBy(() -> StrictJson.read(nested(17))).isInstanceOf(StrictJson.Malformed.class);
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        byte[] overlong = {'[', '"', (byte) 0xC0, (byte) 0x80, '"', ']'};
        byte[] encodedSurrogate = {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'};
        byte[] latin1 = {'[', '"', (byte) 0xE9, '"', ']'};
        for (byte[] bytes : List.of(overlong, encodedSurrogate, latin1)) {
            assertThatThrownBy(() -> StrictJson.read(bytes)).isInstanceOf(StrictJson.Malformed.class);
        }
        assertThatThrownBy(() -> StrictJson.read("[]".getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(StrictJson.Malformed.class);
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "1" + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
    }
}
