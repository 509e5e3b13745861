package dev.tributary.pipelines.settlement;

import java.util.HashMap;
import java.util.Map;

/**
 * What one minute of log time added to the sums of the accounting equation; changed in place.
 *
 * @param added lines by name, without what is zero
 */
public record MinuteLines(Map<String, Long> added) {

    static MinuteLines empty() {
        return new MinuteLines(new HashMap<>());
    }

    void add(String name, long lines) {
        if (lines != 0) {
            added.merge(name, lines, Long::sum);
        }
    }
}
