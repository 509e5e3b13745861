package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.usage.BookingRule;
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
import java.nio.file.Path;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the pipeline of the royalty job over two files, in a cluster inside this process, and writes what came of it. The
 * end of the input closes every period for which something is due. The result is the same for any parallelism and any
 * interleaving of the partitions.
 *
 * <pre>
 *  usage file --> by partition --+
 *  chain file -------------------+--> RoyaltyPipeline --> refusals, in order        --> rejected.jsonl
 *                                                     --> lines, positions, headers,
 *                                                         suspense, in order         --> batches.json
 *                                                     --> headers                    --> headers.jsonl
 * </pre>
 */
public final class Replay {
    private static final String USAGE_TOPIC = "usage.reported.v1";
    /** For putting results in order; each slot gets as much, and what does not fit goes to disk. */
    private static final MemorySize SORT_MEMORY = MemorySize.ofMebiBytes(128);

    private final ReplayOptions options;
    private final ChainLogSurvey chain;
    private final UsageLogSurvey usage;
    private final StreamExecutionEnvironment environment;

    private Replay(ReplayOptions options, ChainLogSurvey chain, UsageLogSurvey usage) {
        this.options = options;
        this.chain = chain;
        this.usage = usage;
        environment = environment(options.parallelism());
    }

    /** A cluster inside this process that lives as long as one replay. */
    static StreamExecutionEnvironment environment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, SORT_MEMORY.multiply(parallelism));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        return environment;
    }

    /** @throws ReplayHalted when there is no result; what an earlier run wrote is gone then too */
    public static ReplaySummary run(ReplayOptions options, ProgressListener listener) throws IOException {
        try (ReplayFiles files = ReplayFiles.begin(options.out(), options.booking())) {
            ChainLogSurvey chain = ChainLogSurvey.of(options.chain(), listener);
            UsageLogSurvey usage = UsageLogSurvey.of(options.usage(), options.partitions(), listener);
            new Replay(options, chain, usage).into(files, listener);
            return files.finish();
        }
    }

    @SuppressWarnings("try") // takers are there while the job runs, and used by it alone
    private void into(ReplayFiles files, ProgressListener listener) {
        try (InProcess<ProgressListener> heard = new InProcess<>(listener)) {
            RoyaltyOutputs outputs = RoyaltyPipeline.build(
                    usage(environment, options.usage(), usage, options.booking(), heard),
                    chain(environment, options.chain(), chain, heard),
                    settings());
            DataStream<RefusedRecord> refused = outputs.rejected()
                    .map(RefusedRecord::of)
                    .returns(RefusedRecord.class)
                    .uid("replay.write-refusals");
            try (var rejectedFile = Drain.into(
                            files::take, InOrder.by(RefusedRecord::order, refused, "rejected"), "replay.rejected");
                    var batchesFile = Drain.into(
                            files::take, InOrder.by(BookLine::order, books(outputs), "books"), "replay.batches");
                    var headersFile = Drain.into(files::take, outputs.headers(), "replay.headers");
                    var totals = Drain.into(files::take, outputs.lineTotals(), "replay.line-totals")) {
                execute(environment);
            }
        }
    }

    private DataStream<BookLine> books(RoyaltyOutputs outputs) {
        long periodMillis = options.booking().periodMillis();
        return book(outputs.lines(), (AccountLine line) -> BookLine.of(line), "lines")
                .union(
                        book(outputs.positions(), position -> BookLine.of(position), "positions"),
                        book(outputs.suspense(), position -> BookLine.of(position), "suspense"),
                        book(outputs.headers(), header -> BookLine.of(header, periodMillis), "headers")
                                .setParallelism(1));
    }

    private static <T> SingleOutputStreamOperator<BookLine> book(
            DataStream<T> stream, MapFunction<T, BookLine> toLine, String name) {
        return stream.map(toLine).returns(BookLine.class).uid("replay.book-" + name);
    }

    private RoyaltySettings settings() {
        return new RoyaltySettings(
                chain.chainId(),
                new ContractAddresses("", chain.gatewayRegistry(), "", ""),
                options.booking(),
                USAGE_TOPIC,
                usage.partitions(),
                new FundingSettings(options.writeOffAfterMillis(), options.fundAll()),
                options.checkSignatures(),
                options.checkGateways());
    }

    /** Read and timed as one stream; authenticated and parsed by as many threads as there are partitions for. */
    static DataStream<UsageRecord> usage(
            StreamExecutionEnvironment environment,
            Path log,
            UsageLogSurvey survey,
            BookingRule booking,
            InProcess<ProgressListener> listener) {
        LogRecords<UsageRecord> records =
                new LogRecords<>(log, (index, line) -> UsageRecordJson.read(line), "usage", survey.records(), listener);
        SingleOutputStreamOperator<UsageRecord> inOrder = records.source(
                        environment, UsageRecord.class, "replay.read-usage")
                .assignTimestampsAndWatermarks(UsageTime.interleaved(booking, survey.partitions()))
                .setParallelism(1)
                .uid("replay.usage-time");
        int parallelism = Math.min(environment.getParallelism(), survey.partitions());
        if (parallelism == 1) {
            return inOrder;
        }
        return inOrder.partitionCustom((partition, threads) -> partition % threads, UsageRecord::partition)
                .map(record -> record)
                .returns(TypeInformation.of(UsageRecord.class))
                .setParallelism(parallelism)
                .uid("replay.part-usage");
    }

    static DataStream<ChainRecord> chain(
            StreamExecutionEnvironment environment,
            Path log,
            ChainLogSurvey survey,
            InProcess<ProgressListener> listener) {
        LogRecords<ChainRecord> records = new LogRecords<>(
                log,
                (index, line) -> new ChainRecord(index, line.getBytes(UTF_8)),
                "chain",
                survey.records(),
                listener);
        return records.source(environment, ChainRecord.class, "replay.read-chain");
    }

    static void execute(StreamExecutionEnvironment environment) {
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
