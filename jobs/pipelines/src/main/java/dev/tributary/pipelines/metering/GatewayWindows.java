package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.SequenceWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Applies the sequence rule to the gateways of the partitions that a subtask reads, and remembers what it needs of them.
 * A gateway lies in one partition, so its window moves with the partition from subtask to subtask.
 *
 * <p>A gateway costs some 5 KB of memory and 2.2 KB of each checkpoint, which is written whole: a thousand gateways are
 * 5 MB and 2.2 MB. After a restart every subtask holds the windows of all partitions, since it cannot know which of them
 * it will read.
 */
final class GatewayWindows {
    private final Map<Integer, Map<String, SequenceWindow>> partitions = new HashMap<>();

    /** Judges a report by those before it, and remembers it if it is accepted. */
    Admission admit(int partition, String gateway, long sequence, byte[] contentHash) {
        Map<String, SequenceWindow> windows = windows(partition);
        Admission admission =
                windows.getOrDefault(gateway, SequenceWindow.EMPTY).admit(sequence, contentHash);
        if (admission instanceof Admission.Accepted accepted) {
            windows.put(gateway, accepted.next());
        }
        return admission;
    }

    /** Takes over what some subtask remembered; another may remember the same gateway from an earlier time. */
    void restore(GatewayWindow remembered) {
        windows(remembered.partition()).merge(remembered.gateway(), remembered.window(), SequenceWindow::later);
    }

    /** @param own the partitions that are to be remembered here */
    List<GatewayWindow> snapshot(IntPredicate own) {
        List<GatewayWindow> all = new ArrayList<>();
        partitions.forEach((partition, windows) -> {
            if (own.test(partition)) {
                windows.forEach((gateway, window) -> all.add(new GatewayWindow(partition, gateway, window)));
            }
        });
        return all;
    }

    private Map<String, SequenceWindow> windows(int partition) {
        return partitions.computeIfAbsent(partition, key -> new HashMap<>());
    }
}
