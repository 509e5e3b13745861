package dev.tributary.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.gateway.Outcome;
import dev.tributary.gateway.UsageLine;
import dev.tributary.gateway.UsageReporter;
import dev.tributary.gateway.UsageReporterConfig;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes both logs in real time: three gateways with signed reports, a chain that changes, heartbeats, repetitions. */
public final class LiveMarket implements AutoCloseable {
    public static final String USAGE = "usage.reported.v1";
    public static final String CHAIN = "chain.events.v1";
    public static final String REJECTED = "usage.rejected.v1";
    public static final int PARTITIONS = 2;
    /** Periods of two seconds. */
    public static final BookingRule BOOKING = new BookingRule(200, 2_000, 500);

    private static final long CHECKPOINT_MILLIS = 200;
    private static final long DATABASE_PATIENCE_MILLIS = 60_000;

    private static final List<String> PAYERS =
            IntStream.range(0, 5).mapToObj(i -> LiveChain.address("payer " + i)).toList();

    private static final long TICK_MILLIS = 50;
    private static final int GATEWAYS = 3;
    private static final int MOST_LATE_MILLIS = 1_500;

    private final Random random;
    private final LiveChain chain = new LiveChain();
    private final List<UsageReporter> reporters = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private int chainSent;
    private long lines;

    /** Starts RoyaltyJob over the logs of such a market, at parallelism 2. */
    public static JobID submitRoyaltyJob(FlinkCluster cluster, EmbeddedKafka kafka, DatabaseLogin login, String name) {
        return cluster.submit(royaltyJob(cluster, kafka, login, name), name);
    }

    /** RoyaltyJob over the logs of such a market, for {@link FlinkCluster#submit} and {@link FlinkCluster#resume}. */
    static StreamExecutionEnvironment royaltyJob(
            FlinkCluster cluster, EmbeddedKafka kafka, DatabaseLogin login, String name) {
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(2);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        DatabaseAccess database = new DatabaseAccess(
                login.url(), login.user(), login.passwordFile().toString(), DATABASE_PATIENCE_MILLIS);
        RoyaltyJob.build(
                environment,
                new RoyaltyJobConfig(rules(), kafka.bootstrapServers(), name, CHAIN, REJECTED, 1, database));
        return environment;
    }

    /** What the market settles by. */
    static RoyaltySettings rules() {
        return new RoyaltySettings(
                LiveChain.CHAIN,
                new ContractAddresses(LiveChain.REGISTRY, LiveChain.GATEWAYS, LiveChain.VAULT, ""),
                BOOKING,
                USAGE,
                PARTITIONS,
                FundingSettings.PREPAID,
                true,
                true);
    }

    public LiveMarket(EmbeddedKafka kafka, Path directory, long seed) throws IOException {
        this.random = new Random(seed);
        kafka.createTopic(USAGE, PARTITIONS);
        kafka.createTopic(CHAIN, 1);
        kafka.createTopic(REJECTED, 1);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        for (int i = 0; i < GATEWAYS; i++) {
            Path key = Files.writeString(
                    directory.resolve("gateway-" + i), Hex.of(Keccak.hash(("gateway " + i).getBytes(UTF_8))));
            reporters.add(UsageReporter.open(UsageReporterConfig.of(
                            LiveChain.CHAIN,
                            LiveChain.GATEWAYS,
                            key,
                            directory.resolve("spool-" + i),
                            kafka.bootstrapServers(),
                            USAGE,
                            PARTITIONS)
                    .withBatch(20, 64 << 10, Duration.ofMillis(100))));
        }
    }

    /** Trades until {@link #stopTrading}; completes with the number of lines reported. */
    public CompletableFuture<Long> run() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return writeLogs();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("the broker did not take a record", e);
            }
        });
    }

    private long writeLogs() throws InterruptedException, ExecutionException {
        chain.begin(
                Instant.now().getEpochSecond() - 60,
                reporters.stream().map(UsageReporter::gateway).toList(),
                PAYERS);
        for (long tick = 0; open.get(); tick++) {
            for (UsageReporter reporter : reporters) {
                for (int i = random.nextInt(8); i > 0; i--) {
                    reporter.add(line());
                    lines++;
                }
            }
            if (random.nextInt(30) == 0) {
                chain.changeSomething(random, Instant.now().getEpochSecond(), PAYERS);
            }
            keepTime(tick);
            Thread.sleep(TICK_MILLIS);
        }
        for (UsageReporter reporter : reporters) {
            reporter.close(Duration.ofSeconds(30));
        }
        // Both clocks go on until every period with usage has closed.
        for (long tick = 0; tick < 200; tick++) {
            keepTime(tick);
            Thread.sleep(TICK_MILLIS);
        }
        producer.close();
        for (Future<RecordMetadata> record : sent) {
            record.get();
        }
        return lines;
    }

    private UsageLine line() {
        String model =
                random.nextInt(50) == 0 ? "nobody's" : LiveChain.MODELS.get(random.nextInt(LiveChain.MODELS.size()));
        return new UsageLine(
                "line",
                LiveChain.model(model),
                PAYERS.get(random.nextInt(PAYERS.size())),
                null,
                Instant.now().minusMillis(random.nextInt(MOST_LATE_MILLIS)),
                1 + random.nextInt(3),
                random.nextInt(2_000),
                random.nextInt(500),
                random.nextInt(900),
                (long) random.nextInt(800),
                Outcome.OK);
    }

    private void keepTime(long tick) {
        if (tick % 4 == 0) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ProducerRecord<byte[], byte[]> heartbeat = new ProducerRecord<>(USAGE, partition, null, new byte[0]);
                heartbeat.headers().add("heartbeat", new byte[0]);
                sent.add(producer.send(heartbeat));
            }
        }
        if (tick % 10 == 0) {
            chain.finalizeBlock(Instant.now().getEpochSecond());
        }
        // A writer that restarts sends again what it had sent before.
        if (random.nextInt(40) == 0) {
            chainSent = Math.max(0, chainSent - random.nextInt(5));
        }
        for (; chainSent < chain.written().size(); chainSent++) {
            sent.add(producer.send(
                    new ProducerRecord<>(CHAIN, 0, null, chain.written().get(chainSent))));
        }
    }

    public void stopTrading() {
        open.set(false);
    }

    @Override
    public void close() {
        stopTrading();
    }
}
