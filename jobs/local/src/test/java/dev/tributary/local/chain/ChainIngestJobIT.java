package dev.tributary.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.ChainIngestConfig;
import dev.tributary.pipelines.ChainIngestJob;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.TopicCatalogue;
import dev.tributary.pipelines.connectors.TopicException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class ChainIngestJobIT {
    private static final int PARTITIONS = 4;
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void theLogHoldsEveryEventInOrderAndEveryPartitionBeatsThroughABrokersRestart(@TempDir Path folder)
            throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(Scene.CONTRACTS));
                FlinkCluster cluster = FlinkCluster.start(1, 1)) {
            Scene scene = new Scene(chain);
            ChainIngestConfig config =
                    config(chain, scene.marketplace.deployment().write(folder));
            ensureTopics(config.chainEventsTopic(), config.usageTopic());
            StreamExecutionEnvironment environment = cluster.environment();
            environment.setParallelism(1);
            environment.enableCheckpointing(500);
            ChainIngestJob.build(environment, config);
            JobID job = cluster.submit(environment, "ingest");
            scene.everythingHappens();
            KAFKA.stop();
            scene.register("during the outage", List.of());
            TimeUnit.SECONDS.sleep(2);
            KAFKA.restart();
            chain.mine(2);
            assertChainEvents(chain, config.chainEventsTopic());
            assertHeartbeats(config.usageTopic());
            cluster.cancel(job);
        }
    }

    private static void assertChainEvents(DevChain chain, String topic) throws Exception {
        LoggedMessage message = LoggedMessage.of("chainEvent");
        long last;
        try (EvmRpc rpc = new Web3jRpc(RpcOptions.of(chain.url(), DevChain.CHAIN_ID))) {
            last = rpc.finalizedHead().number();
        }
        try (LogTail log = new LogTail(KAFKA.bootstrapServers(), topic, 1)) {
            await().atMost(LONG).until(() -> finalizedBlock(log.poll()) >= last);
            List<ConsumerRecord<byte[], byte[]>> records = log.poll();
            assertThat(records).allSatisfy(event -> {
                assertThat(event.key()).asString().isEqualTo("31337");
                assertThat(message.violations(event)).isEmpty();
                assertThat(event.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            });
            long accepted = 0;
            for (ConsumerRecord<byte[], byte[]> written : records) {
                ChainEvent event = ChainEventJson.read(written.value());
                assertThat(event.ordinal()).isLessThanOrEqualTo(event.isBlockFinalized() ? accepted : accepted + 1);
                accepted = Math.max(accepted, event.ordinal());
            }
            assertThat(accepted).isGreaterThan(30);
        }
    }

    private static long finalizedBlock(List<ConsumerRecord<byte[], byte[]>> records) throws ChainEventFormatException {
        long block = -1;
        for (ConsumerRecord<byte[], byte[]> written : records) {
            ChainEvent event = ChainEventJson.read(written.value());
            block = event.isBlockFinalized() ? Math.max(block, event.blockNumber()) : block;
        }
        return block;
    }

    private static void assertHeartbeats(String topic) throws Exception {
        LoggedMessage message = LoggedMessage.of("heartbeat");
        try (LogTail log = new LogTail(KAFKA.bootstrapServers(), topic, PARTITIONS)) {
            await().atMost(LONG)
                    .until(() -> beats(log).values().stream()
                                            .mapToLong(count -> count)
                                            .sum()
                                    >= 40
                            && beats(log).keySet().equals(Set.of(0, 1, 2, 3)));
            assertThat(log.poll()).allSatisfy(beat -> {
                assertThat(message.violations(beat)).isEmpty();
                assertThat(beat.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            });
        }
    }

    private static Map<Integer, Long> beats(LogTail log) {
        return log.poll().stream().collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting()));
    }

    @Test
    void topicsAreCreatedOnceAndFoundGoodTheNextTime() {
        ensureTopics("created.chain", "created.usage");
        ensureTopics("created.chain", "created.usage");
    }

    @Test
    void aTopicWithTheProducersClockOrOtherPartitionsIsRefused() {
        KAFKA.createTopic("clock.chain", 1, Map.of("message.timestamp.type", "CreateTime"));
        assertThatThrownBy(() -> ensureTopics("clock.chain", "clock.usage"))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("TOPIC_SETTING: topic clock.chain has message.timestamp.type=CreateTime")
                .hasMessageContaining("--add-config message.timestamp.type=LogAppendTime");
        KAFKA.createTopic("short.chain", 1, Map.of("retention.ms", "604800000"));
        assertThatThrownBy(() -> ensureTopics("short.chain", "short.usage"))
                .hasMessageContaining("retention.ms=604800000");
        KAFKA.createTopic("wide.chain", 2);
        assertThatThrownBy(() -> ensureTopics("wide.chain", "wide.usage"))
                .hasMessageStartingWith("TOPIC_PARTITIONS: topic wide.chain has 2 partitions, not 1");
    }

    private static void ensureTopics(String chainEvents, String usage) {
        TopicCatalogue.load()
                .ensure(
                        KAFKA.bootstrapServers(),
                        Map.of("chain.events.v1", chainEvents, "usage.reported.v1", usage),
                        PARTITIONS,
                        1);
    }

    private static ChainIngestConfig config(DevChain chain, Path deployment) {
        Map<String, String> values = Map.of(
                "chain.id", Long.toString(DevChain.CHAIN_ID),
                "chain.rpc-url", chain.url(),
                "chain.deployment", deployment.toString(),
                "chain.poll-interval", "100ms",
                "kafka.bootstrap-servers", KAFKA.bootstrapServers(),
                "usage.partitions", Integer.toString(PARTITIONS),
                "heartbeat.interval", "200ms",
                "topic.replication", "1");
        return ChainIngestConfig.from(Settings.of(values, Map.of(), ChainIngestConfig.KEYS));
    }
}
