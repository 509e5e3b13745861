package dev.tributary.pipelines.replay;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.RoyaltyOutputs;
import dev.tributary.pipelines.RoyaltyPipeline;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the pipeline of the royalty job over logs that end, in a cluster inside this process, and keeps what it seals.
 * Whatever else the pipeline brings forth goes nowhere.
 */
public final class Recomputation {
    private Recomputation() {}

    /** A cluster of its own that lives as long as one recomputation. */
    public static StreamExecutionEnvironment environment(int parallelism) {
        return Replay.environment(parallelism);
    }

    /**
     * From two exported logs. Where the settings name no gateway registry, the log's own is taken.
     *
     * @throws ReplayHalted when a log cannot be read, or a rule of the money path is violated
     */
    public static RecomputedBatches ofFiles(
            Path chain, Path usage, RoyaltySettings settings, int parallelism, ProgressListener listener) {
        ChainLogSurvey chainSurvey = ChainLogSurvey.of(chain, listener);
        UsageLogSurvey usageSurvey = UsageLogSurvey.of(usage, settings.usagePartitions(), listener);
        StreamExecutionEnvironment environment = environment(parallelism);
        try (InProcess<ProgressListener> heard = new InProcess<>(listener)) {
            return of(
                    environment,
                    Replay.usage(environment, usage, usageSurvey, settings.booking(), heard),
                    Replay.chain(environment, chain, chainSurvey, heard),
                    settings.signedFor(chainSurvey.gatewayRegistry()));
        }
    }

    /**
     * From streams that end; they are as {@link RoyaltyPipeline#build} wants them.
     *
     * @throws ReplayHalted when a rule of the money path is violated
     */
    @SuppressWarnings("try") // takers are there while the job runs, and used by it alone
    public static RecomputedBatches of(
            StreamExecutionEnvironment environment,
            DataStream<UsageRecord> usage,
            DataStream<ChainRecord> chain,
            RoyaltySettings settings) {
        RoyaltyOutputs outputs = RoyaltyPipeline.build(usage, chain, settings);
        List<AccountLine> lines = new ArrayList<>();
        List<BatchHeader> headers = new ArrayList<>();
        try (var takenLines = Drain.into(lines::add, outputs.lines(), "recompute.lines");
                var takenHeaders = Drain.into(headers::add, outputs.headers(), "recompute.headers")) {
            Replay.execute(environment);
        }
        return new RecomputedBatches(headers, lines, settings.booking());
    }
}
