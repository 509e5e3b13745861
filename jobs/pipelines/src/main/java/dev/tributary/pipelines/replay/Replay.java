package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyOutputs;
import dev.tributary.pipelines.RoyaltyPipeline;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageTime;
import dev.tributary.pipelines.royalties.ChainRecord;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.io.IOException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the pipeline of the royalty job over two files, in a cluster inside this process, and writes what came of it. The
 * end of the input closes every period for which something is due. The result is the same for any parallelism and any
 * interleaving of the partitions.
 */
public final class Replay {
    private static final String USAGE_TOPIC = "usage.reported.v1";

    private Replay() {}

    /** @throws ReplayHalted when there is no result; what an earlier run wrote is gone then too */
    public static ReplaySummary run(ReplayOptions options) throws IOException {
        ReplayFiles files = new ReplayFiles(options.out());
        files.clear();
        ChainLogSurvey chain = ChainLogSurvey.of(options.chain());
        UsageLogSurvey usage = UsageLogSurvey.of(options.usage(), options.partitions());
        return files.write(execute(options, chain, usage), options.booking());
    }

    private static ReplayResult execute(ReplayOptions options, ChainLogSurvey chain, UsageLogSurvey usage) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(options.parallelism(), configuration);
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        RoyaltyOutputs outputs = RoyaltyPipeline.build(
                usage(environment, options, usage),
                chain(environment, options, chain),
                settings(options, chain, usage.partitions()));
        try (var rejected = Collected.of(outputs.rejected(), "replay.rejected");
                var lines = Collected.of(outputs.lines(), "replay.lines");
                var headers = Collected.of(outputs.headers(), "replay.headers");
                var positions = Collected.of(outputs.positions(), "replay.positions");
                var suspense = Collected.of(outputs.suspense(), "replay.suspense");
                var lineTotals = Collected.of(outputs.lineTotals(), "replay.line-totals")) {
            execute(environment);
            return new ReplayResult(
                    rejected.all(), lines.all(), headers.all(), positions.all(), suspense.all(), lineTotals.all());
        }
    }

    private static RoyaltySettings settings(ReplayOptions options, ChainLogSurvey chain, int partitions) {
        return new RoyaltySettings(
                chain.chainId(),
                new ContractAddresses("", chain.gatewayRegistry(), "", ""),
                options.booking(),
                USAGE_TOPIC,
                partitions,
                new FundingSettings(options.writeOffAfterMillis(), options.fundAll()),
                options.checkSignatures(),
                options.checkGateways());
    }

    private static DataStream<UsageRecord> usage(
            StreamExecutionEnvironment environment, ReplayOptions options, UsageLogSurvey usage) {
        LogRecords<UsageRecord> records = new LogRecords<>(
                options.usage(), (index, line) -> UsageRecordJson.read(line), new Progress("usage", usage.records()));
        return read(environment, records, usage.records(), UsageRecord.class, "replay.read-usage")
                .assignTimestampsAndWatermarks(UsageTime.interleaved(options.booking(), usage.partitions()))
                .setParallelism(1)
                .uid("replay.usage-time");
    }

    private static DataStream<ChainRecord> chain(
            StreamExecutionEnvironment environment, ReplayOptions options, ChainLogSurvey chain) {
        LogRecords<ChainRecord> records = new LogRecords<>(
                options.chain(),
                (index, line) -> new ChainRecord(index, line.getBytes(UTF_8)),
                new Progress("chain", chain.records()));
        return read(environment, records, chain.records(), ChainRecord.class, "replay.read-chain");
    }

    private static <T> SingleOutputStreamOperator<T> read(
            StreamExecutionEnvironment environment, LogRecords<T> records, long count, Class<T> type, String uid) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(records, count, TypeInformation.of(type)),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .setParallelism(1)
                .uid(uid);
    }

    private static void execute(StreamExecutionEnvironment environment) {
        try {
            environment.execute("Replay");
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SettlementHalted halted) {
                    String message = String.valueOf(halted.getMessage());
                    throw new ReplayHalted(
                            halted.code(), message.substring(halted.code().length() + 2));
                }
            }
            throw new IllegalStateException("the replay failed", e);
        }
    }
}
