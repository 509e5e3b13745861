package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class UsageRowsTest {
    private static final long PERIOD = 7;

    private final UsageRows rows = new UsageRows(new TextTable());

    private static UsageCount count(String payer, String gateway, String pass, long minute, long period, long calls) {
        return new UsageCount("m", payer, gateway, pass, minute, period, 1, calls, 2, 3, 4);
    }

    private void add(UsageCount... counts) {
        rows.add(PackedCounts.of(counts).packed(), PERIOD);
    }

    private List<String> spelled() {
        List<String> spelled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            UsageRow row = rows.get(i);
            spelled.add(String.join(
                    " ",
                    row.minute() + "",
                    row.payer(),
                    row.gateway(),
                    row.pass().isEmpty() ? "-" : row.pass(),
                    row.lines() + "",
                    row.calls() + ""));
        }
        return spelled;
    }

    @Test
    void usageIsSortedByMinutePayerGatewayAndPassAndAddedUp() {
        add(
                count("b", "g", "", 11, PERIOD, 1),
                count("a", "h", "", 11, PERIOD, 2),
                count("a", "g", "9", 11, PERIOD, 3));
        add(
                count("a", "g", "", 10, PERIOD, 4),
                count("a", "g", "9", 11, PERIOD, 5),
                count("a", "g", "", 11, PERIOD, 6));
        rows.sum();
        assertThat(spelled())
                .containsExactly("10 a g - 1 4", "11 a g - 1 6", "11 a g 9 2 8", "11 a h - 1 2", "11 b g - 1 1");
        assertThat(rows.get(2).inputTokens()).isEqualTo(4);
        assertThat(rows.get(2).outputTokens()).isEqualTo(6);
        assertThat(rows.get(2).computeMillis()).isEqualTo(8);
        assertThat(rows.endOfMinute(0)).isEqualTo(1);
        assertThat(rows.endOfMinute(1)).isEqualTo(5);
        assertThat(rows.endOfPayer(1)).isEqualTo(4);
        assertThat(rows.endOfUsage(2)).isEqualTo(3);
    }

    @Test
    void countsOfOtherPeriodsAreLeftOut() {
        ModelUsage usage = PackedCounts.of(
                count("a", "g", "", 1, 6, 1), count("a", "g", "", 1, PERIOD, 2), count("a", "g", "", 2, 6, 4));
        assertThat(rows.periods(usage.packed())).containsExactly(6, PERIOD);
        rows.add(usage.packed(), PERIOD);
        rows.sum();
        assertThat(spelled()).containsExactly("1 a g - 1 2");
    }

    @Test
    void clearedRowsKnowNothingOfWhatWasBefore() {
        add(count("a", "g", "", 1, PERIOD, 1), count("b", "g", "7", 1, PERIOD, 1));
        rows.clear();
        assertThat(rows.size()).isZero();
        add(count("c", "g", "", 2, PERIOD, 5));
        rows.sum();
        assertThat(spelled()).containsExactly("2 c g - 1 5");
    }

    @Test
    void aSumBeyondTheRangeOfALongGoesOnInRowsOfTheSameUsage() {
        add(count("a", "g", "", 1, PERIOD, Long.MAX_VALUE));
        add(count("a", "g", "", 1, PERIOD, Long.MAX_VALUE));
        add(count("a", "g", "", 1, PERIOD, 1));
        add(count("a", "h", "", 1, PERIOD, 1));
        rows.sum();
        byte[] packed = rows.pack();
        assertBeyondTheRange();
        rows.clear();
        rows.add(packed, PERIOD);
        rows.sum();
        assertBeyondTheRange();
    }

    private void assertBeyondTheRange() {
        int end = rows.endOfUsage(0);
        assertThat(rows.size()).isEqualTo(end + 1);
        BigInteger calls = BigInteger.ZERO;
        long lines = 0;
        for (int i = 0; i < end; i++) {
            assertThat(rows.get(i).calls()).isNotNegative();
            calls = calls.add(BigInteger.valueOf(rows.get(i).calls()));
            lines += rows.get(i).lines();
        }
        assertThat(calls).isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        assertThat(lines).isEqualTo(3);
    }

    @Test
    void sumsOfManyPacksAreThoseOfAMapHoweverOftenTheyArePackedAgain() {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("UsageRowsTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int draw = 0; draw < 50; draw++) {
            SortedMap<String, Long> expected = new TreeMap<>();
            rows.clear();
            for (int pack = random.nextInt(20); pack >= 0; pack--) {
                UsageCount[] counts = LongStream.range(0, 1 + random.nextInt(40))
                        .mapToObj(i -> count(
                                "payer" + random.nextInt(5),
                                "gateway" + random.nextInt(3),
                                random.nextInt(3) == 0 ? "" : "" + random.nextInt(300),
                                random.nextInt(4) - 2,
                                PERIOD - random.nextInt(2),
                                random.nextInt(1_000)))
                        .toArray(UsageCount[]::new);
                for (UsageCount count : counts) {
                    if (count.period() == PERIOD) {
                        String key = String.format(
                                "%d %s %s %s", count.minute() + 2, count.payer(), count.gateway(), count.pass());
                        expected.merge(key, count.calls(), Long::sum);
                    }
                }
                add(counts);
                if (random.nextInt(5) == 0) {
                    rows.sum();
                    byte[] packed = rows.pack();
                    rows.clear();
                    rows.add(packed, PERIOD);
                }
            }
            rows.sum();
            SortedMap<String, Long> actual = new TreeMap<>();
            List<String> order = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                UsageRow row = rows.get(i);
                order.add(String.format("%d %s %s %s", row.minute() + 2, row.payer(), row.gateway(), row.pass()));
                actual.put(order.get(i), row.calls());
            }
            assertThat(actual).isEqualTo(expected);
            assertThat(order).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void moreRowsThanAreSummedAtOnceAreSummedInParts() {
        UsageCount[] counts = LongStream.range(0, UsageRows.AT_ONCE / 4 + 1)
                .mapToObj(minute -> count("a", "g", "", minute, PERIOD, 1))
                .toArray(UsageCount[]::new);
        for (int pack = 0; pack < 9; pack++) {
            add(counts);
            assertThat(rows.size()).isLessThan(2 * UsageRows.AT_ONCE);
        }
        rows.sum();
        assertThat(rows.size()).isEqualTo(counts.length);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).calls()).isEqualTo(9);
        }
    }
}
