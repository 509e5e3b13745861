package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.gateway.GatewayException.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one report at a time and waits for the broker to have it: a report that overtook an earlier one would make that
 * one stale for ever. Not thread-safe.
 */
final class ReportSender implements AutoCloseable {
    /** What delivery depends on; a gateway cannot set it otherwise. */
    static final Map<String, String> FIXED_SETTINGS = Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "max.request.size", Integer.toString(2 << 20));

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final UsageReporterConfig config;
    private final String gateway;
    private final int partition;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    ReportSender(UsageReporterConfig config, String gateway, Supplier<Producer<byte[], byte[]>> producers) {
        this.config = config;
        this.gateway = gateway;
        this.partition = UsagePartition.of(gateway, config.partitions());
        this.producers = producers;
    }

    static Producer<byte[], byte[]> kafkaProducer(UsageReporterConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.putAll(FIXED_SETTINGS);
        settings.put("bootstrap.servers", config.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when the broker has the report.
     *
     * @throws KafkaException when it is not known to have it; the same report must be sent again then
     */
    void send(SpooledReport report) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                config.topic(), partition, gateway.getBytes(US_ASCII), report.value(), headers(report));
        try {
            connected().send(record).get();
        } catch (ExecutionException e) {
            disconnect();
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    private Producer<byte[], byte[]> connected() {
        Producer<byte[], byte[]> current = producer;
        if (current != null) {
            return current;
        }
        current = producers.get();
        producer = current;
        int actual = current.partitionsFor(config.topic()).size();
        if (actual != config.partitions()) {
            throw new GatewayException(
                    Code.PARTITIONS_DIFFER,
                    "the topic " + config.topic() + " has " + actual
                            + " partitions, but the reporter is configured for " + config.partitions()
                            + "; reports would be refused, so set the number the topic has");
        }
        return current;
    }

    private List<Header> headers(SpooledReport report) {
        return List.of(
                header("gateway", gateway),
                header("sequence", Long.toUnsignedString(report.sequence())),
                header("signature", Hex.of(report.signature())));
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(US_ASCII));
    }

    private void disconnect() {
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
            producer = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
