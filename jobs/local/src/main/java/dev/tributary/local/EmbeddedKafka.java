package dev.tributary.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker and controller (KRaft) inside this process, on free ports of the loopback address. Every topic
 * takes the broker's append time, as the usage log needs it. {@link #stop()} and {@link #restart()} make an outage:
 * same ports, same files.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final boolean ownsDirectory;
    private final int brokerPort;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(Path directory, boolean ownsDirectory) {
        List<Integer> ports = FreePorts.take(2);
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        this.brokerPort = ports.get(0);
        this.controllerPort = ports.get(1);
    }

    /** Starts a broker on a directory of its own, which {@link #close()} deletes. */
    public static EmbeddedKafka start() {
        return start(RunDirectory.create("kafka"), true);
    }

    /** Starts a broker on this directory: with what an earlier broker left there, or empty. It is kept. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, false);
    }

    private static EmbeddedKafka start(Path directory, boolean ownsDirectory) {
        // Between finding a port free and listening on it, another program may take it.
        for (int attempt = 1; ; attempt++) {
            EmbeddedKafka kafka = new EmbeddedKafka(directory, ownsDirectory);
            try {
                kafka.format();
                kafka.restart();
                return kafka;
            } catch (KafkaException e) {
                if (attempt == ATTEMPTS) {
                    kafka.close();
                    throw new StackException(
                            "KAFKA_NOT_STARTED",
                            "The embedded Kafka broker did not start.",
                            String.valueOf(e.getMessage()),
                            "Look whether " + directory + " is writable and this program may listen on 127.0.0.1.",
                            e);
                }
            }
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "localhost:" + brokerPort;
    }

    /** Creates a topic with one replica, broker append time and unlimited retention, and waits until it is there. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** As {@link #createTopic(String, int)}, with further topic settings. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "message.timestamp.type", "LogAppendTime",
                "retention.ms", "-1",
                "unclean.leader.election.enable", "false"));
        all.putAll(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(all)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot create topic " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while creating topic " + name, e);
        }
    }

    /** Takes the broker down; clients see connection errors until {@link #restart()}. No-op when it is down. */
    public synchronized void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running == null) {
            return;
        }
        running.shutdown();
        running.awaitShutdown();
    }

    /** Brings the broker up again on the same ports and files. No-op when it is up. */
    public synchronized void restart() {
        if (server != null) {
            return;
        }
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw new KafkaException("The broker did not start on ports " + brokerPort + ", " + controllerPort, e);
        }
        server = starting;
    }

    @Override
    public void close() {
        stop();
        if (ownsDirectory) {
            RunDirectory.delete(directory);
        }
    }

    private void format() {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString());
        try {
            formatter.run();
        } catch (Exception e) {
            throw new KafkaException("Cannot format " + directory, e);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@localhost:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://localhost:" + brokerPort + ",CONTROLLER://localhost:" + controllerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.message.timestamp.type", "LogAppendTime");
        settings.put("message.max.bytes", Integer.toString(4 << 20));
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A local broker serves one machine: few threads, small buffers.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        return settings;
    }
}
