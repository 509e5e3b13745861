package dev.tributary.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static final BigInteger TWO = BigInteger.TWO;

    @Test
    void keysAreSortedIntegersAreTextAndNothingIsSpaced() {
        assertThat(CanonicalJson.write(Map.of("b", List.of(1, 2L, TWO), "a", "x\"\\\n", "c", true)))
                .isEqualTo("{\"a\":\"x\\\"\\\\\\u000a\",\"b\":[\"1\",\"2\",\"2\"],\"c\":true}");
    }

    @Test
    void aFloatHasNoCanonicalForm() {
        assertThatThrownBy(() -> CanonicalJson.write(List.of(new Object()))).hasMessageContaining("canonical");
    }

    @Test
    void theManifestNamesThePeriodTheLogsAndTheMoney() {
        String json = manifest("0x01").canonicalJson();
        assertThat(json)
                .startsWith("{\"chainId\":\"31337\",\"cumulativeTotals\":{\"0xt\":\"5\"},\"epoch\":\"3\"")
                .contains("\"firstFinalizedBlockAfter\":\"120\"")
                .contains("\"firstOffsetsAfter\":[\"7\",\"9\"]")
                .contains("\"periodEnd\":\"2026-01-01T01:00:00Z\",\"periodStart\":\"2026-01-01T00:00:00Z\"")
                .contains("\"residualNumerator\":\"2\"");
        assertThat(manifest("0x01").hash())
                .hasSize(66)
                .isNotEqualTo(manifest("0x02").hash());
    }

    @Test
    void theDigestOfLinesForgetsTheirOrderAndNothingElse() {
        AccountLine one = new AccountLine(1, "0xt", "0xa", BigInteger.ONE);
        AccountLine two = new AccountLine(1, "0xt", "0xb", BigInteger.ONE);
        LinesDigest both = LinesDigest.EMPTY.plus(one).plus(two);
        assertThat(LinesDigest.EMPTY.plus(two).plus(one)).isEqualTo(both);
        assertThat(LinesDigest.EMPTY.plus(one).plus(one)).isNotEqualTo(both);
        assertThat(both.hex()).hasSize(66);
    }

    private static Manifest manifest(String root) {
        long start = 1_767_225_600_000L;
        TokenTotals totals = new TokenTotals("0xt", TWO, TWO, TWO, TWO, TWO, TWO, TWO, TWO, TWO, TWO, TWO, TWO);
        BatchHeader header = new BatchHeader(
                31337, "0xv", 3, start, start + 3_600_000, 1, "0xh", List.of(totals), List.of(7L, 9L), 120);
        return new Manifest(
                header,
                "1",
                "0x00",
                root,
                new TreeMap<>(Map.of("0xt", BigInteger.valueOf(5))),
                new TreeMap<>(Map.of("0xt", TWO)));
    }
}
