package dev.tributary.pipelines.state;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyOutputs;
import dev.tributary.pipelines.RoyaltyPipeline;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageTime;
import dev.tributary.pipelines.royalties.ChainRecord;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline over two logs, in a cluster inside this process, from sources that go on where a savepoint stopped.
 * A partition of the usage log is one split of its source; at the beginning the source has as many readers as splits.
 */
final class StateJob {
    /** Grain 1 s, period 10 s, grace 2 s. */
    static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private static final int ROUND_MILLIS = 200;
    private static final int QUIET_ROUNDS = 8;
    private static final int MOST_ROUNDS = 500;

    /** How far the logs reach while a job runs. */
    private enum Reach {
        NOTHING,
        CUT,
        END
    }

    private final StreamExecutionEnvironment environment;
    private final Collected collected;
    private final CommitHeaders committed;

    /** @param committed headers in their canonical form, by epoch, those that were committed again among them */
    record Settled(Written written, List<String> committed) {}

    /** @param written up to the cut */
    record Stopped(Path savepoint, Written written) {}

    private StateJob(StateLogs logs, int parallelism, int readers, Configuration configuration, Reach reach)
            throws ReflectiveOperationException {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        // All state in the one file of the metadata.
        configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        RoyaltyOutputs outputs = RoyaltyPipeline.build(usage(logs, readers, reach), chain(logs, reach), settings());
        collected = Collected.of(outputs);
        committed = CommitHeaders.attach(outputs.headers());
    }

    /** From the beginning to the end of the logs. */
    static Settled run(StateLogs logs, int parallelism) throws Exception {
        StateJob job = new StateJob(logs, parallelism, StateLogs.PARTITIONS, new Configuration(), Reach.END);
        job.environment.execute();
        return job.settled();
    }

    /** From a savepoint to the end of the logs. */
    static Settled resume(StateLogs logs, Path savepoint, int parallelism, String backend) throws Exception {
        Configuration configuration = on(backend);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        StateJob job =
                new StateJob(logs, parallelism, Math.min(parallelism, StateLogs.PARTITIONS), configuration, Reach.END);
        job.environment.execute();
        return job.settled();
    }

    /**
     * From the beginning to the cut of the logs, and there a savepoint.
     *
     * @return where it lies
     */
    static Stopped stopAtTheCut(StateLogs logs, Path folder, int parallelism, String backend) throws Exception {
        StateJob job = new StateJob(logs, parallelism, StateLogs.PARTITIONS, on(backend), Reach.CUT);
        JobClient client = job.environment.executeAsync();
        job.waitForTheCut(client);
        return new Stopped(stop(client, folder), job.collected.written());
    }

    /**
     * While both logs are without a record; a savepoint as soon as there can be one.
     *
     * @param from savepoint to go on from; null to begin
     * @return where the new one lies
     */
    static Path stopBeforeTheFirstRecord(
            StateLogs logs, @Nullable Path from, Path folder, int parallelism, String backend) throws Exception {
        Configuration configuration = on(backend);
        if (from != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from.toUri().toString());
        }
        StateJob job = new StateJob(
                logs, parallelism, Math.min(parallelism, StateLogs.PARTITIONS), configuration, Reach.NOTHING);
        JobClient client = job.environment.executeAsync();
        for (int round = 0; ; round++) {
            try {
                return stop(client, folder);
            } catch (ExecutionException e) {
                // Not all tasks run yet.
                if (round > MOST_ROUNDS) {
                    throw e;
                }
                Thread.sleep(ROUND_MILLIS);
            }
        }
    }

    private static Configuration on(String backend) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        return configuration;
    }

    private static Path stop(JobClient client, Path folder) throws Exception {
        return Path.of(
                URI.create(client.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(60, TimeUnit.SECONDS)));
    }

    /** Both periods that can close have closed, and all that is before the cut has come in. */
    private void waitForTheCut(JobClient client) throws Exception {
        int quietRounds = 0;
        int seen = -1;
        for (int round = 0; quietRounds < QUIET_ROUNDS; round++) {
            Thread.sleep(ROUND_MILLIS);
            int now = collected.rows("lineTotals").size();
            quietRounds = collected.rows("headers").size() == 2 && now == seen ? quietRounds + 1 : 0;
            seen = now;
            if (round > MOST_ROUNDS) {
                throw new IllegalStateException("the job does not come to rest: "
                        + client.getJobStatus().get() + ", "
                        + collected.rows("headers").size() + " headers");
            }
        }
    }

    private Settled settled() {
        return new Settled(collected.written(), committed.headers());
    }

    private DataStream<UsageRecord> usage(StateLogs logs, int readers, Reach reach) {
        RateLimiterStrategy<?> reading = reading(reach, logs.usageBeforeCut());
        // The watermark of the usage log: per partition, or of all of them where one reader has them all.
        WatermarkStrategy<UsageRecord> time = UsageTime.interleaved(BOOKING, StateLogs.PARTITIONS / readers);
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                FromLog.of(logs.usage(), readers),
                                logs.usage().size(),
                                reading,
                                TypeInformation.of(UsageRecord.class)),
                        time,
                        "usage")
                .uid("test.usage")
                .setParallelism(readers);
    }

    private DataStream<ChainRecord> chain(StateLogs logs, Reach reach) {
        RateLimiterStrategy<?> reading = reading(reach, logs.chainBeforeCut());
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                FromLog.of(logs.chain(), 1),
                                logs.chain().size(),
                                reading,
                                TypeInformation.of(ChainRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "chain")
                .uid("test.chain")
                .setParallelism(1);
    }

    private static RateLimiterStrategy<?> reading(Reach reach, long beforeCut) {
        return switch (reach) {
            case NOTHING -> new CutReading(0);
            case CUT -> new CutReading(beforeCut);
            case END -> RateLimiterStrategy.noOp();
        };
    }

    private static RoyaltySettings settings() {
        return new RoyaltySettings(
                ChainLog.CHAIN,
                new ContractAddresses(
                        ChainLog.REGISTRY,
                        ChainLog.GATEWAYS,
                        ChainLog.VAULT,
                        ChainLog.PASSES,
                        ChainLog.ORACLE,
                        ChainLog.MARKETPLACE),
                BOOKING,
                "usage.reported.v1",
                StateLogs.PARTITIONS,
                FundingSettings.PREPAID,
                false,
                true);
    }
}
