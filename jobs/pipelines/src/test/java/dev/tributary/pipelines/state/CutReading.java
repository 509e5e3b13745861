package dev.tributary.pipelines.state;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/**
 * Lets every reader of a source read so far and then wait, for ever.
 *
 * @param records how many; a reader may read a few less, since it asks before it has a split
 */
record CutReading(long records) implements RateLimiterStrategy<NumberSequenceSplit> {

    @Override
    public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
        return new RateLimiter<>() {
            private long left = records;

            @Override
            public CompletionStage<Void> acquire(int requested) {
                left -= requested;
                return left >= 0 ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
            }
        };
    }
}
