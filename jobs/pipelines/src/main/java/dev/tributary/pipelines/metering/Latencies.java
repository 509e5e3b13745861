package dev.tributary.pipelines.metering;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.kll.KllLongsSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Latencies as bytes: few as they are, so that most models of most minutes need no sketch, many as a DataSketches
 * {@code KllLongsSketch}. Analytics only.
 *
 * <pre>
 *  none       no byte
 *  few        0, then each as a number of 7 bits a byte
 *  many       1, then the sketch
 * </pre>
 */
final class Latencies {
    static final byte[] NONE = {};

    private static final byte FEW = 0;
    private static final byte MANY = 1;
    private static final int MOST_BYTES_OF_FEW = 512;
    private static final int WHOLE = 1_000;

    private final long[] sorted;
    private final @Nullable KllLongsSketch sketch;

    private Latencies(long[] sorted, @Nullable KllLongsSketch sketch) {
        this.sorted = sorted;
        this.sketch = sketch;
    }

    /** @param latencies none negative */
    static byte[] of(long[] latencies) {
        if (latencies.length == 0) {
            return NONE;
        }
        if (latencies.length > MOST_BYTES_OF_FEW) {
            return many(sketchOf(latencies));
        }
        int length = 1;
        for (long latency : latencies) {
            length += bytesOf(latency);
        }
        return length <= MOST_BYTES_OF_FEW ? few(latencies, length) : many(sketchOf(latencies));
    }

    private static int bytesOf(long latency) {
        return 1 + (Long.SIZE - 1 - Long.numberOfLeadingZeros(latency | 1)) / 7;
    }

    private static byte[] few(long[] latencies, int length) {
        byte[] few = new byte[length];
        few[0] = FEW;
        int at = 1;
        for (long latency : latencies) {
            long rest = latency;
            for (; rest > 0x7f; rest >>>= 7) {
                few[at++] = (byte) (rest | 0x80);
            }
            few[at++] = (byte) rest;
        }
        return few;
    }

    /** All latencies of many such bytes. */
    static byte[] merge(List<byte[]> parts) {
        List<byte[]> some = parts.stream().filter(part -> part.length > 0).toList();
        if (some.size() <= 1) {
            return some.isEmpty() ? NONE : some.get(0);
        }
        int length = 1;
        boolean areFew = true;
        for (byte[] part : some) {
            length += part.length - 1;
            areFew &= part[0] == FEW;
        }
        return areFew && length <= MOST_BYTES_OF_FEW ? joined(some, length) : many(merged(some));
    }

    private static byte[] joined(List<byte[]> fews, int length) {
        byte[] all = new byte[length];
        all[0] = FEW;
        int at = 1;
        for (byte[] few : fews) {
            System.arraycopy(few, 1, all, at, few.length - 1);
            at += few.length - 1;
        }
        return all;
    }

    /** A sketch takes in what the others say, so that nothing of it is looked at again. */
    private static KllLongsSketch merged(List<byte[]> parts) {
        List<byte[]> sketchesFirst = parts.stream()
                .sorted(Comparator.comparing(part -> part[0] == FEW))
                .toList();
        KllLongsSketch merged = sketchOf(sketchesFirst.get(0));
        for (byte[] part : sketchesFirst.subList(1, parts.size())) {
            if (part[0] == MANY) {
                merged.merge(sketchOf(part));
            } else {
                update(merged, few(part));
            }
        }
        return merged;
    }

    static Latencies read(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == MANY) {
            return new Latencies(new long[0], sketchOf(bytes));
        }
        long[] sorted = few(bytes);
        Arrays.sort(sorted);
        return new Latencies(sorted, null);
    }

    /** The smallest latency that so many thousandths of all do not exceed; of many latencies about that. */
    @Nullable
    Long quantile(int thousandths) {
        if (sketch != null) {
            return sketch.getQuantile(thousandths / (double) WHOLE);
        }
        return sorted.length == 0 ? null : sorted[(sorted.length * thousandths + WHOLE - 1) / WHOLE - 1];
    }

    private static byte[] many(KllLongsSketch sketch) {
        byte[] serialised = sketch.toByteArray();
        byte[] many = new byte[1 + serialised.length];
        many[0] = MANY;
        System.arraycopy(serialised, 0, many, 1, serialised.length);
        return many;
    }

    private static KllLongsSketch sketchOf(byte[] bytes) {
        return bytes[0] == MANY
                ? KllLongsSketch.heapify(Memory.wrap(bytes, 1, bytes.length - 1, ByteOrder.nativeOrder()))
                : sketchOf(few(bytes));
    }

    private static KllLongsSketch sketchOf(long[] latencies) {
        KllLongsSketch sketch = KllLongsSketch.newHeapInstance();
        update(sketch, latencies);
        return sketch;
    }

    private static void update(KllLongsSketch sketch, long[] latencies) {
        for (long latency : latencies) {
            sketch.update(latency);
        }
    }

    private static long[] few(byte[] bytes) {
        long[] latencies = new long[countOfFew(bytes)];
        int at = 1;
        for (int i = 0; i < latencies.length; i++) {
            long latency = 0;
            int shift = 0;
            for (; bytes[at] < 0; shift += 7) {
                latency |= (bytes[at++] & 0x7fL) << shift;
            }
            latencies[i] = latency | ((long) bytes[at++] << shift);
        }
        return latencies;
    }

    private static int countOfFew(byte[] bytes) {
        int count = 0;
        for (int at = 1; at < bytes.length; at++) {
            count += bytes[at] >= 0 ? 1 : 0; // the last byte of each
        }
        return count;
    }
}
