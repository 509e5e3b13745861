package dev.tributary.settlement.verification;

import dev.tributary.pipelines.KafkaRecomputation;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.replay.ProgressListener;
import dev.tributary.pipelines.replay.Recomputation;
import dev.tributary.pipelines.replay.RecomputedBatches;
import java.nio.file.Path;

/** Where the two logs are read from. */
public sealed interface LogSource {
    /** @param parallelism changes the speed, never the result */
    RecomputedBatches recompute(RoyaltySettings rules, int parallelism, ProgressListener listener);

    /** Exported: one chain event and one usage record per line. */
    record Files(Path chain, Path usage) implements LogSource {
        @Override
        public RecomputedBatches recompute(RoyaltySettings rules, int parallelism, ProgressListener listener) {
            return Recomputation.ofFiles(chain, usage, rules, parallelism, listener);
        }
    }

    /** The topics themselves, to what is their end now. */
    record Kafka(String bootstrapServers, String chainTopic) implements LogSource {
        @Override
        public RecomputedBatches recompute(RoyaltySettings rules, int parallelism, ProgressListener listener) {
            return KafkaRecomputation.run(bootstrapServers, chainTopic, rules, parallelism);
        }
    }
}
