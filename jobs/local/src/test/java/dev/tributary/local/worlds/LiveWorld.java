package dev.tributary.local.worlds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A world in the real stack: its logs in Kafka, the job in a cluster, its tables in PostgreSQL. The topics take the
 * world's own times instead of the broker's, so it is the same world in every run.
 */
final class LiveWorld implements AutoCloseable {
    static final String USAGE = "usage.reported.v1";
    private static final String CHAIN = "chain.events.v1";
    private static final String REJECTED = "usage.rejected.v1";

    final World world;
    final EmbeddedKafka kafka = EmbeddedKafka.start();
    final EmbeddedDatabase database = EmbeddedDatabase.start();
    private final FlinkCluster cluster = FlinkCluster.start(1, 2);

    LiveWorld(World world) throws Exception {
        this.world = world;
        Map<String, String> itsOwnTime = Map.of("message.timestamp.type", "CreateTime");
        kafka.createTopic(USAGE, world.shape().partitions(), itsOwnTime);
        kafka.createTopic(CHAIN, 1, itsOwnTime);
        kafka.createTopic(REJECTED, 1);
        write();
    }

    private void write() throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String event : world.chain()) {
                sent.add(producer.send(new ProducerRecord<>(CHAIN, 0, null, event.getBytes(UTF_8))));
            }
            for (UsageLogRecord record : world.usage()) {
                ProducerRecord<byte[], byte[]> usage = new ProducerRecord<>(
                        USAGE, record.partition(), record.appendTimeMillis(), null, record.value());
                record.headers().forEach((name, value) -> usage.headers().add(name, value.getBytes(UTF_8)));
                sent.add(producer.send(usage));
            }
        }
        for (Future<RecordMetadata> record : sent) {
            record.get();
        }
    }

    /** Runs the job until every batch is sealed that the logs allow, and every line that it can is decided. */
    void settle(Settled expected) {
        DatabaseLogin login = database.login(DatabaseRole.JOBS);
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(2);
        environment.enableCheckpointing(200);
        RoyaltyJob.build(
                environment,
                new RoyaltyJobConfig(
                        PipelineRun.settings(world),
                        kafka.bootstrapServers(),
                        "live-world",
                        CHAIN,
                        REJECTED,
                        1,
                        new DatabaseAccess(
                                login.url(), login.user(), login.passwordFile().toString(), 60_000)));
        cluster.submit(environment, "live world");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sealed() == expected.batches().size()
                        && pending() == expected.lines().pending());
    }

    long sealed() throws SQLException {
        return Long.parseLong(
                query("select count(*) from tributary.sealed_period").get(0));
    }

    private long pending() throws SQLException {
        return Long.parseLong(
                query("select coalesce(sum(lines), 0) from tributary.line_accounts where name = 'pending'")
                        .get(0));
    }

    /** The rows as texts, their columns separated by a bar. */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        cluster.close();
        kafka.close();
        database.close();
    }
}
