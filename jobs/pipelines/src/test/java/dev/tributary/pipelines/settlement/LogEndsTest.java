package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import org.junit.jupiter.api.Test;

final class LogEndsTest {
    private static final long PERIOD = 10;

    @Test
    void ofManyFinalBlocksOnlyTheFirstAfterEachEndIsKept() {
        LogEnds ends = LogEnds.NONE;
        for (long second = 0; second < 35; second++) {
            ends = ends.plus(new FinalizedBlock(100 + second, second), PERIOD);
        }
        assertThat(ends.blocks()).extracting(FinalizedBlock::number).containsExactly(100L, 110L, 120L, 130L);
        assertThat(ends.from(20).blocks()).extracting(FinalizedBlock::number).containsExactly(120L, 130L);
        assertThat(ends.from(1_000).blocks()).extracting(FinalizedBlock::number).containsExactly(130L);
    }

    @Test
    void aBlockThatSkipsPeriodsEndsAllOfThem() {
        LogEnds ends = LogEnds.NONE.plus(new FinalizedBlock(1, 5), PERIOD).plus(new FinalizedBlock(2, 47), PERIOD);
        assertThat(ends.firstBlockAfter(10)).isEqualTo(2);
        assertThat(ends.firstBlockAfter(40)).isEqualTo(2);
        assertThat(ends.firstBlockAfter(50)).isEqualTo(-1);
    }

    @Test
    void aFrontierAnswersForEveryEndThatItPassed() {
        LogEnds ends = LogEnds.NONE
                .plus(new Frontier(0, Long.MIN_VALUE, 5, 0))
                .plus(new Frontier(0, 9, 31, 3))
                .plus(new Frontier(0, 38, 40, 8));
        assertThat(ends.firstOffsetsAfter(10, 1)).containsExactly(3L);
        assertThat(ends.firstOffsetsAfter(30, 1)).containsExactly(3L);
        assertThat(ends.firstOffsetsAfter(40, 1)).containsExactly(8L);
        assertThat(ends.from(40).frontiers()).containsExactly(new Frontier(0, 38, 40, 8));
    }
}
