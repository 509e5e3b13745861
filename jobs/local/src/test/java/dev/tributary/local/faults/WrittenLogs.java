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
import java.nio.file.Path;
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

/** Two logs that a test writes record by record, and RoyaltyJob over them, on a cluster that restarts jobs for ever. */
final class WrittenLogs implements AutoCloseable {
    static final String USAGE = "usage.reported.v1";
    static final int USAGE_PARTITIONS = 2;
    static final String CHAIN = "chain.events.v1";
    static final long CHAIN_ID = LiveChain.CHAIN;

    private static final String REJECTED = "usage.rejected.v1";

    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final FlinkCluster cluster = FlinkCluster.start(1, 2);

    /** Both are empty. */
    WrittenLogs(EmbeddedDatabase database) {
        this.database = database;
        kafka.createTopic(USAGE, USAGE_PARTITIONS);
        kafka.createTopic(CHAIN, 1);
        kafka.createTopic(REJECTED, 1);
    }

    FlinkCluster cluster() {
        return cluster;
    }

    JobID submit() {
        return cluster.submit(job(), "halted");
    }

    JobID resume(Path savepoint) {
        return cluster.resume(job(), "halted", savepoint);
    }

    /** With a savepoint, as soon as all tasks run. */
    Path stop(JobID job) {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> cluster.stop(job), path -> true);
    }

    private StreamExecutionEnvironment job() {
        DatabaseLogin login = database.login(DatabaseRole.JOBS);
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(2);
        environment.enableCheckpointing(500);
        RoyaltyJob.build(
                environment,
                new RoyaltyJobConfig(
                        new RoyaltySettings(
                                CHAIN_ID,
                                new ContractAddresses(LiveChain.REGISTRY, LiveChain.GATEWAYS, LiveChain.VAULT, ""),
                                new BookingRule(200, 2_000, 500),
                                USAGE,
                                USAGE_PARTITIONS,
                                FundingSettings.PREPAID,
                                true,
                                true),
                        kafka.bootstrapServers(),
                        "halted",
                        CHAIN,
                        REJECTED,
                        1,
                        new DatabaseAccess(
                                login.url(), login.user(), login.passwordFile().toString(), 60_000)));
        return environment;
    }

    /** What the cluster, its web UI and its clients say of the job: the first cause that has a code. */
    SettlementHalted failure(JobID job) throws Exception {
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

    void write(String topic, int partition, List<String> values) throws Exception {
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

    /** How many refusals the job has written: one for each record that is no report. */
    long refusals() throws Exception {
        TopicPartition partition = new TopicPartition(REJECTED, 0);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    void awaitRefusals(long number) {
        await().atMost(Duration.ofSeconds(90)).until(() -> refusals() == number);
    }

    /** Removes the records before an offset, as retention does. */
    void delete(String topic, int partition, long before) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    /** Deletes a topic and makes one of its name, without a record. */
    void makeAnew(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        kafka.createTopic(topic, partitions);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Override
    public void close() {
        cluster.close();
        kafka.close();
    }
}
