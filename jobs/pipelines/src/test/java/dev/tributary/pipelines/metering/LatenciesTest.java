package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.datasketches.kll.KllLongsSketch;
import org.apache.datasketches.memory.Memory;
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
            byte[] merged = Latencies.merge(List.of(
                    Latencies.of(Arrays.copyOf(latencies, cut)),
                    Latencies.of(Arrays.copyOfRange(latencies, cut, latencies.length))));

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
            all = Latencies.merge(List.of(all, Latencies.of(hundred)));
        }
        assertThat(all.length).isLessThan(8_192);
        assertThat(Latencies.read(all).quantile(500)).isBetween(45_000L, 55_000L);
        assertThat(Latencies.read(all).quantile(990)).isBetween(96_000L, 100_000L);

        byte[] sketches = Latencies.merge(List.of(all, Latencies.of(new long[2_000])));
        assertThat(Latencies.read(sketches).quantile(1)).isZero();
    }

    @Test
    void everyPartCountsHoweverManyAreMergedAtOnce() {
        byte[] few = Latencies.of(new long[] {1, 2, 3});
        long[] many = new long[1_000];
        Arrays.fill(many, 4);
        byte[] sketch = Latencies.of(many);
        byte[] merged = Latencies.merge(List.of(few, Latencies.NONE, sketch, few, sketch));
        assertThat(merged).startsWith(1);
        assertThat(Latencies.read(merged).quantile(1_000)).isEqualTo(4);
        assertThat(count(merged)).isEqualTo(2_006);

        byte[] grown = Latencies.merge(Collections.nCopies(171, few));
        assertThat(grown).startsWith(1);
        assertThat(count(grown)).isEqualTo(513);
        assertThat(Latencies.merge(Collections.nCopies(170, few))).hasSize(511).startsWith(0);
    }

    @Test
    void whatHasNoLatencyAddsNone() {
        byte[] few = Latencies.of(new long[] {1, 2, 3});
        assertThat(Latencies.merge(List.of())).isEmpty();
        assertThat(Latencies.merge(List.of(Latencies.NONE, Latencies.NONE))).isEmpty();
        assertThat(Latencies.merge(List.of(Latencies.NONE, few, Latencies.NONE)))
                .isEqualTo(few);
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

    private static long count(byte[] many) {
        return KllLongsSketch.heapify(Memory.wrap(many, 1, many.length - 1, ByteOrder.nativeOrder()))
                .getN();
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
