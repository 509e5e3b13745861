package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    @Test
    void fewLatenciesHaveTheirExactQuantilesHoweverTheyWereMerged() {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("LatenciesTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int draw = 0; draw < 1_000; draw++) {
            long[] latencies = random.longs(1 + random.nextInt(60), 0, 1L << (1 + random.nextInt(53)))
                    .toArray();
            int cut = random.nextInt(latencies.length + 1);
            byte[] merged = Latencies.merge(
                    Latencies.of(Arrays.copyOf(latencies, cut)),
                    Latencies.of(Arrays.copyOfRange(latencies, cut, latencies.length)));

            Latencies read = Latencies.read(merged);
            Arrays.sort(latencies);
            for (int thousandths : new int[] {1, 500, 950, 990, 1_000}) {
                assertThat(read.quantile(thousandths))
                        .as("%d of %s", thousandths, Arrays.toString(latencies))
                        .isEqualTo(quantile(latencies, thousandths));
            }
        }
    }

    @Test
    void ofManyLatenciesQuantilesAreAboutRightAndTheirSizeIsBounded() {
        byte[] all = Latencies.NONE;
        for (long first = 0; first < 100_000; first += 100) {
            long[] hundred = new long[100];
            for (int i = 0; i < hundred.length; i++) {
                hundred[i] = first + i;
            }
            all = Latencies.merge(all, Latencies.of(hundred));
            if (first % 1_000 == 0) {
                all = Latencies.merge(Latencies.NONE, Latencies.merge(all, Latencies.NONE));
            }
        }
        assertThat(all.length).isLessThan(8_192);
        assertThat(Latencies.read(all).quantile(500)).isBetween(45_000L, 55_000L);
        assertThat(Latencies.read(all).quantile(990)).isBetween(96_000L, 100_000L);

        byte[] sketches = Latencies.merge(all, Latencies.of(new long[2_000]));
        assertThat(Latencies.read(sketches).quantile(1)).isZero();
    }

    /** State is made of them. */
    @Test
    void fewLatenciesAreNumbersOfSevenBitsAByte() {
        assertThat(Latencies.of(new long[] {0, 0x7f, 0x80, 0x3fff, 0x4000, Long.MAX_VALUE}))
                .asHexString()
                .isEqualTo("00" + "00" + "7F" + "8001" + "FF7F" + "808001" + "FFFFFFFFFFFFFFFF7F");
        assertThat(Latencies.of(new long[511])).hasSize(512).startsWith(0);
        assertThat(Latencies.of(new long[512])).startsWith(1);
    }

    @Test
    void noLatencyHasNoQuantile() {
        assertThat(Latencies.of(new long[0])).isEmpty();
        assertThat(Latencies.read(Latencies.NONE).quantile(500)).isNull();
    }

    /** The first latency that at least so many thousandths of all do not exceed, by counting. */
    private static long quantile(long[] sorted, int thousandths) {
        int counted = 0;
        for (long latency : sorted) {
            counted++;
            if (1_000L * counted >= (long) thousandths * sorted.length) {
                return latency;
            }
        }
        throw new IllegalStateException("all are counted");
    }
}
