package dev.tributary.pipelines.metering;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The bytes that analytics keep of payers and latencies, as the job makes and reads them. */
public final class SketchBytes {
    private SketchBytes() {}

    /** Of so many different payers. */
    public static byte[] payers(int count) {
        return Payers.of(IntStream.rangeClosed(1, count)
                .mapToObj(payer -> "payer " + payer)
                .toList());
    }

    /** How many they are; of many about. */
    public static long count(byte[] payers) {
        return Payers.count(payers);
    }

    public static byte[] latencies(long... latencies) {
        return Latencies.of(latencies);
    }

    /** The smallest, the one in the middle and the largest. */
    public static List<Long> quantiles(byte[] latencies) {
        Latencies read = Latencies.read(latencies);
        return Stream.of(1, 500, 1_000).map(read::quantile).toList();
    }
}
