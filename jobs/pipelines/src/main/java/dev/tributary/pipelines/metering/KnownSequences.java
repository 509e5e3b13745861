package dev.tributary.pipelines.metering;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest sequence seen from each gateway since the subtask started, to spare the network the bytes of reports that
 * no rejected record will show. All reports of a gateway pass through one subtask, in order, so one with a higher
 * sequence than any before is accepted, unless the subtask was restarted in between and has not seen the highest: such
 * a report, if it is refused, is refused without its text. Nothing else depends on it.
 */
final class KnownSequences {
    private static final int MOST_GATEWAYS = 1 << 16;
    private static final int INITIAL_CAPACITY = 64;
    private static final float LOAD = 0.75f;

    private final Map<String, Long> highest = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_GATEWAYS;
        }
    };

    /** Whether the sequence is above one seen before; it is known from now on. */
    boolean rises(String gateway, long sequence) {
        Long known = highest.get(gateway);
        if (known != null && Long.compareUnsigned(sequence, known) <= 0) {
            return false;
        }
        highest.put(gateway, sequence);
        return known != null;
    }
}
