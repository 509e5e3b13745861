package dev.tributary.pipelines.metering;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The partitions of which a subtask tells a checkpoint what it knows. These are the ones that it has read since it was
 * started, and of all others its share, in trust: one that nobody has read since a restart is known from the checkpoint
 * before, and somebody must pass that on.
 *
 * <p>No subtask knows what others read, so what was known of a partition at the last restart may stand in a checkpoint
 * beside what its reader knows now: the later of the two counts. There are never more than these two.
 */
final class OwnPartitions implements IntPredicate {
    private final int subtask;
    private final int parallelism;
    private final Set<Integer> read = new HashSet<>();

    OwnPartitions(int subtask, int parallelism) {
        this.subtask = subtask;
        this.parallelism = parallelism;
    }

    void read(int partition) {
        read.add(partition);
    }

    @Override
    public boolean test(int partition) {
        return partition % parallelism == subtask || read.contains(partition);
    }
}
