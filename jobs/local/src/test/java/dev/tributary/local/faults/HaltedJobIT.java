package dev.tributary.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What no restart can mend ends the job, on a cluster that restarts jobs for ever, and the message says what a person has
 * to do.
 */
@Timeout(180)
final class HaltedJobIT {
    private static final String USAGE = "usage.reported.v1";
    private static final String CHAIN = "chain.events.v1";

    @SuppressWarnings("NullAway.Init") // before all tests
    private static EmbeddedDatabase database;

    @SuppressWarnings("NullAway.Init") // before each test
    private EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init") // before each test
    private FlinkCluster cluster;

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start();
        kafka.createTopic(USAGE, 2);
        kafka.createTopic(CHAIN, 1);
        kafka.createTopic("usage.rejected.v1", 1);
        cluster = FlinkCluster.start(1, 2);
    }

    @AfterEach
    void stop() {
        cluster.close();
        kafka.close();
    }

    @Test
    void usageThatRetentionRemovedBeforeItWasReadHaltsTheJob() throws Exception {
        write(USAGE, 1, List.of("a", "b", "c"));
        delete(USAGE, 1, 2);
        assertThat(failure(submit()).getMessage())
                .startsWith("LOG_GAP: ")
                .contains("{usage.reported.v1-1=0}")
                .contains("start the job from its last checkpoint");
    }

    @Test
    void chainEventsThatRetentionRemovedBeforeTheyWereReadHaltTheJob() throws Exception {
        write(CHAIN, 0, List.of(finalizedBlock(31_337)));
        delete(CHAIN, 0, 1);
        assertThat(failure(submit()).getMessage()).startsWith("LOG_GAP: ").contains("{chain.events.v1-0=0}");
    }

    @Test
    void whatWasReadBeforeItWasRemovedIsNoGap() throws Exception {
        write(USAGE, 0, List.of("a", "b", "c"));
        JobID job = submit();
        await().atMost(Duration.ofSeconds(90)).until(() -> refusals() == 3);
        delete(USAGE, 0, 3);
        write(USAGE, 0, List.of("d"));
        await().atMost(Duration.ofSeconds(30)).until(() -> refusals() == 4);
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.failure()).isEmpty();
    }

    @Test
    void theLogOfAnotherChainHaltsTheJob() throws Exception {
        write(CHAIN, 0, List.of(finalizedBlock(1)));
        assertThat(failure(submit()).getMessage())
                .startsWith("CHAIN_ID_MISMATCH: ")
                .contains("is of chain 1, this job settles chain 31337");
    }

    private JobID submit() {
        DatabaseLogin login = database.login(DatabaseRole.JOBS);
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(2);
        environment.enableCheckpointing(500);
        RoyaltyJob.build(
                environment,
                new RoyaltyJobConfig(
                        new RoyaltySettings(
                                LiveChain.CHAIN,
                                new ContractAddresses(LiveChain.REGISTRY, LiveChain.GATEWAYS, LiveChain.VAULT, ""),
                                new BookingRule(200, 2_000, 500),
                                USAGE,
                                2,
                                FundingSettings.PREPAID,
                                true,
                                true),
                        kafka.bootstrapServers(),
                        "halted",
                        CHAIN,
                        "usage.rejected.v1",
                        1,
                        new DatabaseAccess(
                                login.url(), login.user(), login.passwordFile().toString(), 60_000)));
        return cluster.submit(environment, "halted");
    }

    /** What the cluster, its web UI and its clients say of the job: the first cause that has a code. */
    private SettlementHalted failure(JobID job) throws Exception {
        JobResult result = cluster.result(job).get(90, TimeUnit.SECONDS);
        assertThat(cluster.status(job)).isEqualTo(JobStatus.FAILED);
        SettlementHalted halted = ExceptionUtils.findThrowable(
                        result.getSerializedThrowable()
                                .orElseThrow()
                                .deserializeError(getClass().getClassLoader()),
                        SettlementHalted.class)
                .orElseThrow();
        // The cluster asks by itself, and may hear of it a little later.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(cluster.failure())
                .contains("halted has failed. " + halted.getMessage()));
        return halted;
    }

    private static String finalizedBlock(long chainId) {
        return ("{\"chainId\":%d,\"ordinal\":0,\"block\":{\"number\":1,\"hash\":\"0x%s\",\"timestamp\":1},"
                        + "\"event\":\"BlockFinalized\"}")
                .formatted(chainId, "ab".repeat(32));
    }

    private void write(String topic, int partition, List<String> values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    /** Each of the records here is refused: none is a report. */
    private long refusals() throws Exception {
        TopicPartition partition = new TopicPartition("usage.rejected.v1", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    /** As retention does. */
    private void delete(String topic, int partition, long before) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }
}
