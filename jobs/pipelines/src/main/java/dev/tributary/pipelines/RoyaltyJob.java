package dev.tributary.pipelines;

import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.ChainSource;
import dev.tributary.pipelines.connectors.DeploymentRows;
import dev.tributary.pipelines.connectors.MarketTables;
import dev.tributary.pipelines.connectors.RejectedSink;
import dev.tributary.pipelines.connectors.RoyaltyTables;
import dev.tributary.pipelines.connectors.SealedPeriodSink;
import dev.tributary.pipelines.connectors.StatementTables;
import dev.tributary.pipelines.connectors.TopicCatalogue;
import dev.tributary.pipelines.connectors.UsageSource;
import dev.tributary.pipelines.market.MarketOutputs;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The engine: reads the usage log and the chain's log, and seals what every account earned in each period into
 * PostgreSQL.
 *
 * <p>Stop it with a savepoint, never with {@code --drain}: draining would close periods whose logs go on.
 */
public final class RoyaltyJob {
    private static final int MAX_PARALLELISM = 128;

    private RoyaltyJob() {}

    /** {@code --config FILE}, every key overridable from the environment. */
    public static void main(String[] arguments) throws Exception {
        RoyaltyJobConfig config =
                RoyaltyJobConfig.from(Settings.fromArguments(arguments, System.getenv(), RoyaltyJobConfig.KEYS));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        ensureTopics(config);
        build(environment, config);
        environment.execute("RoyaltyJob");
    }

    /**
     * Creates the topics that are missing and refuses those that are not as the catalogue has them: a usage partition
     * that nobody reads would lose its lines, and a refusal that does not fit would stop the job.
     */
    public static void ensureTopics(RoyaltyJobConfig config) {
        TopicCatalogue.load()
                .ensure(
                        config.bootstrapServers(),
                        Map.of(
                                "chain.events.v1", config.chainTopic(),
                                "usage.reported.v1", config.rules().usageTopic(),
                                "usage.rejected.v1", config.rejectedTopic()),
                        config.rules().usagePartitions(),
                        config.replication());
    }

    /**
     * Sources, pipeline and sinks.
     *
     * @throws IllegalStateException when the cluster takes no checkpoints: nothing would ever be sealed
     */
    public static void build(StreamExecutionEnvironment environment, RoyaltyJobConfig config) {
        if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
            throw new IllegalStateException("CHECKPOINTS_OFF: periods are sealed by checkpoints and there are none."
                    + " Set execution.checkpointing.interval in Flink's configuration, for example to 10s.");
        }
        requireWhatTheRulesNeed(environment);
        RoyaltySettings rules = config.rules();
        RoyaltyOutputs outputs = RoyaltyPipeline.build(
                UsageSource.read(
                        environment,
                        config.bootstrapServers(),
                        rules.usageTopic(),
                        rules.usagePartitions(),
                        config.groupId(),
                        rules.booking()),
                ChainSource.read(environment, config.bootstrapServers(), config.chainTopic(), config.groupId()),
                rules);
        attachSinks(outputs, config);
    }

    /** State survives releases only under fixed types, names and key groups; lines are staged in time only when aligned. */
    public static void requireWhatTheRulesNeed(StreamExecutionEnvironment environment) {
        Configuration needed = new Configuration();
        needed.set(PipelineOptions.GENERIC_TYPES, false);
        needed.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        needed.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        // Everything that is sent on is a record that nobody changes, so operators in a chain need no copies of it.
        needed.set(PipelineOptions.OBJECT_REUSE, true);
        needed.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        needed.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        environment.configure(needed);
    }

    private static void attachSinks(RoyaltyOutputs outputs, RoyaltyJobConfig config) {
        RoyaltySettings rules = config.rules();
        DeploymentRows rows = new DeploymentRows(
                config.database(), rules.chainId(), rules.contracts().royaltyVault());
        RoyaltyTables tables = new RoyaltyTables(rows, rules.booking());
        StatementTables statements = new StatementTables(rows, rules.booking());
        RejectedSink.write(outputs.rejected(), config.bootstrapServers(), config.rejectedTopic());
        attach(outputs.lines(), tables.stagedLines(), RoyaltyUids.STAGE_LINES, "Stage lines");
        outputs.headers()
                .sinkTo(new SealedPeriodSink(config.database()))
                .uid(RoyaltyUids.COMMIT_HEADERS)
                .name("Commit headers")
                .setParallelism(1);
        attach(outputs.usageMinutes(), tables.usageMinutes(), RoyaltyUids.WRITE_USAGE_MINUTES, "Write usage minutes");
        attach(
                outputs.positions(),
                tables.payerPositions(),
                RoyaltyUids.WRITE_PAYER_POSITIONS,
                "Write payer positions");
        attach(outputs.suspense(), tables.suspense(), RoyaltyUids.WRITE_SUSPENSE, "Write suspense");
        attach(
                outputs.downstreamUsage(),
                tables.downstreamUsage(),
                RoyaltyUids.WRITE_DOWNSTREAM_USAGE,
                "Write downstream usage");
        attach(
                outputs.chargePositions(),
                statements.chargePositions(),
                RoyaltyUids.WRITE_CHARGE_POSITIONS,
                "Write charge positions");
        attach(outputs.chainEvents(), statements.chainEvents(), RoyaltyUids.WRITE_CHAIN_EVENTS, "Write chain events");
        attach(outputs.rejected(), statements.usageRejected(), RoyaltyUids.WRITE_USAGE_REJECTED, "Write refusals");
        attach(outputs.lineTotals(), tables.lineTotals(), RoyaltyUids.WRITE_LINE_TOTALS, "Write line totals");
        attach(outputs.lineMinutes(), tables.lineMinutes(), RoyaltyUids.WRITE_LINE_MINUTES, "Write line minutes");
        attach(outputs.linePeriods(), tables.linePeriods(), RoyaltyUids.WRITE_LINE_PERIODS, "Write line periods");
        attach(outputs.claims(), tables.claims(), RoyaltyUids.WRITE_CLAIMS, "Write claims");
        attach(outputs.models(), tables.models(), RoyaltyUids.WRITE_MODELS, "Write models");
        attach(outputs.market(), new MarketTables(rows));
    }

    private static void attach(MarketOutputs market, MarketTables tables) {
        attach(market.terms(), tables.modelTerms(), RoyaltyUids.WRITE_MODEL_TERMS, "Write model terms");
        attach(
                market.reports(),
                tables.benchmarkReports(),
                RoyaltyUids.WRITE_BENCHMARK_REPORTS,
                "Write benchmark reports");
        attach(
                market.verifications(),
                tables.modelVerifications(),
                RoyaltyUids.WRITE_MODEL_VERIFICATIONS,
                "Write model verifications");
        attach(market.purchases(), tables.purchases(), RoyaltyUids.WRITE_PURCHASES, "Write purchases");
        attach(market.passes(), tables.accessPasses(), RoyaltyUids.WRITE_ACCESS_PASSES, "Write access passes");
    }

    private static <T> void attach(DataStream<T> rows, Sink<T> sink, String uid, String name) {
        rows.sinkTo(sink).uid(uid).name(name).setParallelism(rows.getParallelism());
    }
}
