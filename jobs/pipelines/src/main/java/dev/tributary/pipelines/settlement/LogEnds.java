package dev.tributary.pipelines.settlement;

import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the two logs passed the ends of periods, for the periods that are still open.
 *
 * @param frontiers of the usage partitions
 * @param blocks the finalized blocks that were the first after the end of some period, oldest first
 */
public record LogEnds(List<Frontier> frontiers, List<FinalizedBlock> blocks) {
    static final LogEnds NONE = new LogEnds(List.of(), List.of());

    /** Stands for a fact that the log does not have: it ended before. */
    private static final long UNKNOWN = -1;

    LogEnds plus(Frontier frontier) {
        List<Frontier> next = new ArrayList<>(frontiers);
        next.add(frontier);
        return new LogEnds(next, blocks);
    }

    /** Blocks that end no period are not kept. */
    LogEnds plus(FinalizedBlock block, long periodMillis) {
        if (!blocks.isEmpty()) {
            long known = blocks.get(blocks.size() - 1).timestampMillis();
            if (Math.floorDiv(block.timestampMillis(), periodMillis) <= Math.floorDiv(known, periodMillis)) {
                return this;
            }
        }
        List<FinalizedBlock> next = new ArrayList<>(blocks);
        next.add(block);
        return new LogEnds(frontiers, next);
    }

    /** Per partition the first offset that could not be booked before the end any more. */
    List<Long> firstOffsetsAfter(long endMillis, int partitions) {
        List<Long> offsets = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int wanted = partition;
            offsets.add(frontiers.stream()
                    .filter(frontier -> frontier.partition() == wanted && frontier.afterMillis() >= endMillis)
                    .mapToLong(Frontier::offset)
                    .min()
                    .orElse(UNKNOWN));
        }
        return offsets;
    }

    long firstBlockAfter(long endMillis) {
        return blocks.stream()
                .filter(block -> block.timestampMillis() >= endMillis)
                .mapToLong(FinalizedBlock::number)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Without what only periods that end before {@code endMillis} could ask for. The newest block stays, as the clock. */
    LogEnds from(long endMillis) {
        List<Frontier> kept = frontiers.stream()
                .filter(frontier -> frontier.afterMillis() >= endMillis)
                .toList();
        int firstNeeded = 0;
        while (firstNeeded < blocks.size() - 1 && blocks.get(firstNeeded).timestampMillis() < endMillis) {
            firstNeeded++;
        }
        return new LogEnds(new ArrayList<>(kept), new ArrayList<>(blocks.subList(firstNeeded, blocks.size())));
    }
}
