package dev.tributary.pipelines.metering;

import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;

/** Who paid, as the bytes of a HyperLogLog sketch, or no byte for nobody. Analytics only. */
final class Payers {
    static final byte[] NONE = {};

    private static final int LOG_SIZE = 11;

    private Payers() {}

    static byte[] of(List<String> addresses) {
        HllSketch sketch = new HllSketch(LOG_SIZE);
        addresses.forEach(sketch::update);
        return sketch.toCompactByteArray();
    }

    static byte[] merge(List<byte[]> parts) {
        List<byte[]> some = parts.stream().filter(part -> part.length > 0).toList();
        if (some.size() <= 1) {
            return some.isEmpty() ? NONE : some.get(0);
        }
        Union union = new Union(LOG_SIZE);
        some.forEach(part -> union.update(HllSketch.heapify(part)));
        return union.getResult().toCompactByteArray();
    }

    /** About how many they are. */
    static long count(byte[] payers) {
        return payers.length == 0 ? 0 : Math.round(HllSketch.heapify(payers).getEstimate());
    }
}
