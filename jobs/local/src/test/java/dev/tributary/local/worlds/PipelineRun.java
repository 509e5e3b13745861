package dev.tributary.local.worlds;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyOutputs;
import dev.tributary.pipelines.RoyaltyPipeline;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChargePosition;
import dev.tributary.pipelines.royalties.FundingSettings;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import dev.tributary.pipelines.settlement.LineTotal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * What the whole pipeline makes of a world, in a cluster inside this process, its logs read to their end.
 *
 * @param lines sorted by period, token and account
 * @param headers by epoch
 * @param lineTotals the last word on each
 * @param lineMinutes in the order of the minutes
 * @param linePeriods of those that closed
 * @param positions in no order
 * @param suspense in no order
 * @param chargePositions in no order
 * @param chainEvents in the order of the log
 */
record PipelineRun(
        List<AccountLine> lines,
        List<BatchHeader> headers,
        List<UsageRejected> rejected,
        SortedMap<String, Long> lineTotals,
        List<LineMinute> lineMinutes,
        List<LinePeriod> linePeriods,
        List<PayerPosition> positions,
        List<SuspensePosition> suspense,
        List<ChargePosition> chargePositions,
        List<ChainEvent> chainEvents) {

    static PipelineRun of(World world, int parallelism) throws Exception {
        return of(world, parallelism, Breakdown.NONE);
    }

    /** As in production: operators in a chain hand on one object, and checkpoints are taken in the middle of the logs. */
    static PipelineRun of(World world, int parallelism, Breakdown breakdown) throws Exception {
        Path checkpoints = Files.createTempDirectory("checkpoints");
        try {
            return of(world, parallelism, breakdown, checkpoints);
        } finally {
            FileUtils.deleteDirectory(checkpoints.toFile());
        }
    }

    private static PipelineRun of(World world, int parallelism, Breakdown breakdown, Path checkpoints)
            throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(
                parallelism, configuration(world, breakdown, checkpoints));
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        RoyaltyOutputs outputs = RoyaltyPipeline.build(
                WorldLogs.usage(environment, world, breakdown),
                WorldLogs.chain(environment, world, breakdown),
                settings(world));
        Collected<AccountLine> lines = Collected.of(breakdown.in(outputs.lines(), Breakdown.Place.LINES));
        Collected<BatchHeader> headers = Collected.of(outputs.headers());
        Collected<UsageRejected> rejected = Collected.of(outputs.rejected());
        Collected<LineTotal> totals = Collected.of(outputs.lineTotals());
        Collected<LineMinute> minutes = Collected.of(outputs.lineMinutes());
        Collected<LinePeriod> periods = Collected.of(outputs.linePeriods());
        Collected<PayerPosition> positions = Collected.of(outputs.positions());
        Collected<SuspensePosition> suspense = Collected.of(outputs.suspense());
        Collected<ChargePosition> chargePositions = Collected.of(outputs.chargePositions());
        Collected<ChainEvent> chainEvents = Collected.of(outputs.chainEvents());
        environment.execute();
        SortedMap<String, Long> lineTotals = new TreeMap<>();
        totals.take().forEach(total -> lineTotals.put(total.name(), total.lines()));
        return new PipelineRun(
                lines.take().stream()
                        .sorted(Comparator.comparingLong(AccountLine::period)
                                .thenComparing(AccountLine::token)
                                .thenComparing(AccountLine::account))
                        .toList(),
                headers.take().stream()
                        .sorted(Comparator.comparingLong(BatchHeader::epoch))
                        .toList(),
                rejected.take(),
                lineTotals,
                minutes.take(),
                periods.take().stream().filter(LinePeriod::closed).toList(),
                positions.take(),
                suspense.take(),
                chargePositions.take(),
                chainEvents.take().stream()
                        .sorted(Comparator.comparingLong(ChainEvent::ordinal))
                        .toList());
    }

    private static Configuration configuration(World world, Breakdown breakdown, Path checkpoints) {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        // One file for each checkpoint, unless there is much to keep.
        configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(10));
        // The largest worlds have something else to do, too.
        configuration.set(
                CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
                Duration.ofMillis((world.usage().size() + world.chain().size()) / 20));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, breakdown.isPlanned() ? "fixed-delay" : "none");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        return configuration;
    }

    static BookingRule booking(World world) {
        return new BookingRule(
                world.shape().grainMillis(),
                world.shape().periodMillis(),
                world.shape().graceMillis());
    }

    static RoyaltySettings settings(World world) {
        return new RoyaltySettings(
                World.CHAIN_ID,
                World.CONTRACTS,
                booking(world),
                "usage.reported.v1",
                world.shape().partitions(),
                new FundingSettings(
                        world.shape().writeOffMillis(), world.shape().fundAll()),
                world.shape().signatures(),
                world.shape().permissions());
    }
}
