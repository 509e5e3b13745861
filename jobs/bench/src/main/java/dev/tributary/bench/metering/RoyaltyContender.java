package dev.tributary.bench.metering;

import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyOutputs;
import dev.tributary.pipelines.RoyaltyPipeline;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.connectors.UsageSource;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The royalty job, all of it but its sinks: signatures, sequences, terms, gateways, funding, lineage, splits and sealing,
 * with checkpoints. The clock runs from the first usage record, when the chain's log has been taken in, until every
 * period is sealed and every minute told.
 */
final class RoyaltyContender implements Contender {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double IDLE_CPU_SECONDS = 0.03;
    private static final int IDLE_MILLIS = 100;
    private static final int IDLE_INTERVALS = 3;
    private static final int POLL_MILLIS = 10;
    private static final int POLLS_PER_STATUS = 50;

    private final Workload workload;
    private final Sources sources;
    private final BigInteger expectedRevenueMicro;
    private final int parallelism;
    private final Path checkpoints;
    private final StateKind state;
    private final Profiler profiler;

    /** Where the two logs come from. */
    interface Sources {
        Source<UsageRecord, ?, ?> usage();

        DataStream<ChainRecord> chain(StreamExecutionEnvironment environment);
    }

    /** Is told when the measured part begins and ends. */
    interface Profiler {
        Profiler NONE = new Profiler() {
            @Override
            public void begin() {}

            @Override
            public void end() {}
        };

        void begin();

        void end();
    }

    RoyaltyContender(
            Workload workload,
            Sources sources,
            BigInteger expectedRevenueMicro,
            int parallelism,
            Path checkpoints,
            StateKind state,
            Profiler profiler) {
        this.workload = workload;
        this.sources = sources;
        this.expectedRevenueMicro = expectedRevenueMicro;
        this.parallelism = parallelism;
        this.checkpoints = checkpoints;
        this.state = state;
        this.profiler = profiler;
    }

    @Override
    public Round run() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(
                parallelism, LocalFlink.configuration(checkpoints, state));
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        Observed observed = Observed.begin();
        build(environment, observed.number());
        JobClient job = environment.executeAsync("Royalty benchmark");
        try {
            await(job, observed, () -> observed.models() == workload.models());
            Stopwatch.clearHeap();
            awaitIdle();
            profiler.begin();
            Stopwatch stopwatch = new Stopwatch();
            observed.openGate();
            await(job, observed, () -> observed.isComplete(workload.lines()));
            double wallSeconds = stopwatch.wallSeconds();
            double cpuSeconds = stopwatch.cpuSeconds();
            double compilerSeconds = stopwatch.runtime().compilerSeconds();
            profiler.end();
            await(job, observed, () -> observed.hasCounted(workload.lines()));
            String fault = observed.fault(expectedRevenueMicro);
            if (!fault.isEmpty()) {
                throw new IllegalStateException("the royalty job is wrong: " + fault);
            }
            return new Round(
                    wallSeconds,
                    cpuSeconds - compilerSeconds,
                    compilerSeconds,
                    observed.sums().lines(),
                    observed.sums().digest());
        } finally {
            observed.end();
            job.cancel().get();
        }
    }

    private void build(StreamExecutionEnvironment environment, int run) {
        DataStream<UsageRecord> usage = environment
                .fromSource(
                        new GatedSource<>(sources.usage(), run),
                        UsageSource.watermarks(Workload.BOOKING),
                        "Read usage",
                        TypeInformation.of(UsageRecord.class))
                .uid(RoyaltyUids.USAGE_SOURCE)
                .setParallelism(Math.min(workload.partitions(), parallelism));
        RoyaltyOutputs outputs = RoyaltyPipeline.build(usage, sources.chain(environment), settings());
        observe(outputs.rejected(), run, (observed, refusal) -> observed.rejected(), "rejected");
        observe(outputs.lines(), run, Observed::accountLine, "lines");
        observe(outputs.headers(), run, Observed::header, "headers");
        observe(outputs.usageMinutes(), run, Observed::minute, "minutes");
        observe(outputs.positions(), run, (observed, position) -> {}, "positions");
        observe(outputs.chargePositions(), run, (observed, position) -> {}, "charge-positions");
        observe(outputs.suspense(), run, (observed, suspense) -> {}, "suspense");
        observe(outputs.downstreamUsage(), run, (observed, downstream) -> {}, "downstream");
        observe(outputs.lineTotals(), run, Observed::lineTotal, "line-totals");
        observe(outputs.lineMinutes(), run, (observed, minute) -> {}, "line-minutes");
        observe(outputs.linePeriods(), run, (observed, period) -> {}, "line-periods");
        observe(outputs.chainEvents(), run, (observed, event) -> {}, "chain-events");
        observe(outputs.claims(), run, (observed, claim) -> {}, "claims");
        observe(outputs.models(), run, (observed, model) -> observed.model(), "models");
    }

    private RoyaltySettings settings() {
        return new RoyaltySettings(
                Workload.CHAIN_ID,
                new ContractAddresses(Cast.MODEL_REGISTRY, Cast.GATEWAY_REGISTRY, Cast.VAULT, Cast.PASSES),
                Workload.BOOKING,
                "usage.reported.v1",
                workload.partitions(),
                FundingSettings.PREPAID,
                true,
                true);
    }

    private interface Observation<T> extends BiConsumer<Observed, T>, Serializable {}

    private static <T> void observe(DataStream<T> stream, int run, Observation<T> observation, String name) {
        stream.sinkTo(new ObservingSink<>(run, observation))
                .uid("bench.observe-" + name)
                .setParallelism(stream.getParallelism());
    }

    private record ObservingSink<T>(int run, Observation<T> observation) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            Observed observed = Observed.of(run);
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context context) {
                    observation.accept(observed, element);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }

    private static void await(JobClient job, Observed observed, BooleanSupplier condition) throws Exception {
        Stopwatch waited = new Stopwatch();
        for (int polls = 1; !condition.getAsBoolean(); polls++) {
            Thread.sleep(POLL_MILLIS);
            if (waited.wallSeconds() > PATIENCE.toSeconds()) {
                throw new IllegalStateException("the royalty job came to no end: " + observed);
            }
            if (polls % POLLS_PER_STATUS == 0 && job.getJobStatus().get().isGloballyTerminalState()) {
                failure(job);
            }
        }
    }

    private static void failure(JobClient job) throws Exception {
        try {
            job.getJobExecutionResult().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the royalty job failed", e.getCause());
        }
        throw new IllegalStateException("the royalty job ended");
    }

    /** The chain's log is taken in when nothing moves any more. */
    private static void awaitIdle() throws InterruptedException {
        for (int idle = 0; idle < IDLE_INTERVALS; ) {
            Stopwatch interval = new Stopwatch();
            Thread.sleep(IDLE_MILLIS);
            idle = interval.cpuSeconds() < IDLE_CPU_SECONDS ? idle + 1 : 0;
        }
    }
}
