package dev.tributary.pipelines.royalties;

import java.util.HashMap;
import java.util.Map;

/**
 * The period for whose close each model asked last. Its timer waits, and with state on disk it would cost a look and a
 * write to ask for it again. What was asked before a restart is not in it, so a timer may be asked for twice, which is
 * once.
 */
final class AwaitedCloses {
    private final Map<String, Long> periods = new HashMap<>();

    /** Whether a timer is to be asked for, which is remembered. */
    boolean add(String model, long period) {
        Long last = periods.put(model, period);
        return last == null || last != period;
    }

    /** Forgets what waits no longer. */
    void closed(String model, long period) {
        periods.remove(model, period);
    }
}
