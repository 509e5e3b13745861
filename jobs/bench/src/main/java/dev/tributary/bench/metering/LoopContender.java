package dev.tributary.bench.metering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Peer (a): what one would write by hand to sum usage. One thread polls the reports, binds each to an array of records
 * with Jackson and adds every line to a map by (minute, model). It checks nothing, remembers nothing, pays nobody.
 */
final class LoopContender implements Contender {
    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(Event[].class);

    private final Workload workload;
    private final String bootstrapServers;
    private final String topic;

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Event(String subject, String time, Usage data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Usage(long calls, long inputTokens, long outputTokens, long computeMillis) {}

    private static final class Total {
        private long lines;
        private long calls;
        private long inputTokens;
        private long outputTokens;
        private long computeMillis;
    }

    LoopContender(Workload workload, String bootstrapServers, String topic) {
        this.workload = workload;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    @Override
    public Round run() throws IOException {
        Map<Sums.Key, Total> totals = new HashMap<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, workload.partitions())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Stopwatch.clearHeap();
            Stopwatch stopwatch = new Stopwatch();
            long lines = 0;
            while (lines < workload.lines()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    lines += record.value().length == 0 ? 0 : add(record.value(), totals);
                }
            }
            return stopwatch.round(sums(totals));
        }
    }

    private static int add(byte[] report, Map<Sums.Key, Total> totals) throws IOException {
        Event[] events = READER.readValue(report);
        for (Event event : events) {
            long minute = Workload.BOOKING.minute(Instant.parse(event.time).toEpochMilli());
            Total total = totals.computeIfAbsent(new Sums.Key(minute, event.subject), key -> new Total());
            total.lines++;
            total.calls += event.data.calls;
            total.inputTokens += event.data.inputTokens;
            total.outputTokens += event.data.outputTokens;
            total.computeMillis += event.data.computeMillis;
        }
        return events.length;
    }

    private static Sums sums(Map<Sums.Key, Total> totals) {
        Sums sums = new Sums();
        totals.forEach((key, total) -> sums.add(
                key.minute(),
                key.model(),
                new Sums.Sum(total.lines, total.calls, total.inputTokens, total.outputTokens, total.computeMillis)));
        return sums;
    }
}
