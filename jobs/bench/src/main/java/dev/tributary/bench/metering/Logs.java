package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.local.EmbeddedKafka;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a workload in a broker: signed reports and the chain's events. Unlike a real usage log these keep the time
 * that the writer gives, so that every run finds the same periods in them.
 */
final class Logs implements AutoCloseable {
    static final String REPORTS = "usage.reported.v1";
    static final String CHAIN = "chain.events.v1";

    private static final Map<String, String> WRITERS_TIME = Map.of(
            "message.timestamp.type", "CreateTime", "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Logs(EmbeddedKafka kafka, Workload workload) {
        kafka.createTopic(REPORTS, workload.partitions(), WRITERS_TIME);
        kafka.createTopic(CHAIN, 1, WRITERS_TIME);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "linger.ms",
                        20,
                        "batch.size",
                        256 << 10,
                        "max.request.size",
                        2 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void append(UsageRecord record) throws IOException {
        ProducerRecord<byte[], byte[]> report =
                new ProducerRecord<>(REPORTS, record.partition(), record.appendTimeMillis(), null, record.value());
        if (record.heartbeat()) {
            report.headers().add("heartbeat", new byte[0]);
        } else {
            addHeader(report.headers(), "gateway", record.gateway());
            addHeader(report.headers(), "sequence", record.sequence());
            addHeader(report.headers(), "signature", record.signature());
        }
        send(report);
    }

    void chain(List<byte[]> events) throws IOException {
        for (byte[] event : events) {
            send(new ProducerRecord<>(CHAIN, 0, null, event));
        }
    }

    private static void addHeader(Headers headers, String name, @Nullable String text) {
        headers.add(name, String.valueOf(text).getBytes(US_ASCII));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells of a failure
    private void send(ProducerRecord<byte[], byte[]> record) throws IOException {
        producer.send(record, (sent, e) -> {
            if (e != null) {
                failure.set(e);
            }
        });
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException("the broker did not take a record", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
