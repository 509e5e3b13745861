package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.pipelines.replay.LoggedRecord;
import dev.tributary.pipelines.replay.ProgressListener;
import dev.tributary.pipelines.replay.UsageRecordJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/** Writes both logs from Kafka in the form that {@code replay} reads, as far as they went when it began. */
public final class LogExport {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ExportFiles files;
    private final ProgressListener listener;
    private final Map<Integer, Long> usageTimes = new HashMap<>();
    private long usageRecords;
    private long chainRecords;
    private long finalizedSeconds = -1;

    private LogExport(ExportFiles files, ProgressListener listener) {
        this.files = files;
        this.listener = listener;
    }

    /**
     * @param out folder for {@code chain.jsonl} and {@code usage.jsonl}; both are there in the end, or neither is new
     * @param overwrite whether what is there may be replaced
     * @throws ExportException when a log is not whole, or cannot be reached
     */
    public static ExportSummary run(
            String bootstrapServers,
            String usageTopic,
            String chainTopic,
            Path out,
            boolean overwrite,
            ProgressListener listener)
            throws IOException {
        ExportFiles files = ExportFiles.in(out, overwrite);
        try (TopicReading usage = TopicReading.open(bootstrapServers, usageTopic);
                TopicReading chain = TopicReading.open(bootstrapServers, chainTopic)) {
            return new LogExport(files, listener).copy(usage, chain);
        } catch (KafkaException e) {
            throw ExportException.away(
                    "Kafka at " + bootstrapServers + " cannot be read (" + e
                            + "). Check kafka.bootstrap-servers, the brokers and this program's rights.",
                    e);
        } finally {
            files.removeDrafts();
        }
    }

    private ExportSummary copy(TopicReading usage, TopicReading chain) throws IOException {
        try (OutputStream draft = draft(files.chainDraft())) {
            chain.readAll("chain", listener, record -> write(chainLine(record), draft));
        }
        try (OutputStream draft = draft(files.usageDraft())) {
            usage.readAll("usage", listener, record -> write(usageLine(record), draft));
        }
        files.publish();
        int partitions = usage.partitionCount();
        return new ExportSummary(
                files.chain(),
                files.usage(),
                chainRecords,
                usageRecords,
                partitions,
                finalizedSeconds < 0 ? -1 : finalizedSeconds * 1_000,
                usageTimes.size() < partitions
                        ? -1
                        : usageTimes.values().stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .orElse(-1));
    }

    private static OutputStream draft(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    }

    private static void write(byte[] line, OutputStream out) throws IOException {
        out.write(line);
        out.write('\n');
    }

    private byte[] usageLine(ConsumerRecord<byte[], byte[]> record) {
        usageRecords++;
        usageTimes.merge(record.partition(), record.timestamp(), Math::max);
        List<LoggedRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new LoggedRecord.Header(header.key(), header.value()));
        }
        return UsageRecordJson.write(
                new LoggedRecord(record.partition(), record.offset(), record.timestamp(), headers, record.value()));
    }

    /** The record as it is, on one line: between the tokens of JSON a line break says as much as a blank. */
    private byte[] chainLine(ConsumerRecord<byte[], byte[]> record) {
        chainRecords++;
        byte[] value = record.value();
        String text = value == null ? "" : text(record, value);
        if (text.isBlank()) {
            throw noEvent(record, "empty");
        }
        noteFinality(text);
        return text.replace('\n', ' ').replace('\r', ' ').getBytes(UTF_8);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw noEvent(record, "not UTF-8");
        }
    }

    private static ExportException noEvent(ConsumerRecord<byte[], byte[]> record, String what) {
        return ExportException.refused(
                "EXPORT_CHAIN_RECORD",
                "the record of topic " + record.topic() + " at offset " + record.offset() + " is " + what
                        + ", no chain event; RoyaltyJob halts on it too. Find out who wrote it: only the chain ingestion"
                        + " may write this topic.");
    }

    private void noteFinality(String text) {
        if (!text.contains(ChainEvent.BLOCK_FINALIZED)) {
            return;
        }
        try {
            ChainEvent event = ChainEventJson.read(text.getBytes(UTF_8));
            if (event.isBlockFinalized()) {
                finalizedSeconds = Math.max(finalizedSeconds, event.blockTimestampSeconds());
            }
        } catch (ChainEventFormatException e) {
            // Exported as it is: what it is worth is for the replay to judge.
            return;
        }
    }
}
