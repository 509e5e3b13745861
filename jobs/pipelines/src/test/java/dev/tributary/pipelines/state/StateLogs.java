package dev.tributary.pipelines.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.UsageLog;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two logs that savepoints of the tests are taken in.
 *
 * @param usage one partition after the other, the same number of records in each
 */
record StateLogs(List<UsageRecord> usage, List<ChainRecord> chain) {
    static final int PARTITIONS = 2;
    /** A whole period. */
    static final long BEGIN_SECONDS = 1_800_000_000L;

    static final long CUT_MILLIS = BEGIN_SECONDS * 1_000 + 24_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static StateLogs of(ChainLog chain, UsageLog usage) {
        List<List<UsageRecord>> byPartition = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            byPartition.add(new ArrayList<>());
        }
        int beforeCut = beforeCut(usage.records());
        spread(usage.records().subList(0, beforeCut), byPartition);
        spread(usage.records().subList(beforeCut, usage.records().size()), byPartition);
        return new StateLogs(byPartition.stream().flatMap(List::stream).toList(), chain.records());
    }

    /** To their partitions, and heartbeats after them until all have the same number; these move nothing. */
    private static void spread(List<UsageRecord> records, List<List<UsageRecord>> byPartition) {
        records.forEach(record -> append(record, byPartition.get(record.partition())));
        int length = byPartition.stream().mapToInt(List::size).max().orElseThrow();
        for (List<UsageRecord> partition : byPartition) {
            while (partition.size() < length) {
                UsageRecord last = partition.get(partition.size() - 1);
                append(
                        new UsageRecord(
                                last.partition(), 0, last.appendTimeMillis(), null, null, null, true, new byte[0]),
                        partition);
            }
        }
    }

    private static void append(UsageRecord record, List<UsageRecord> partition) {
        partition.add(new UsageRecord(
                record.partition(),
                partition.size(),
                record.appendTimeMillis(),
                record.gateway(),
                record.sequence(),
                record.signature(),
                record.heartbeat(),
                record.value()));
    }

    /** How many records there are up to the last that was appended at the very time of the cut. */
    private static int beforeCut(List<UsageRecord> records) {
        int count = records.size();
        while (records.get(count - 1).appendTimeMillis() != CUT_MILLIS) {
            count--;
        }
        return count;
    }

    static StateLogs read(Path folder) throws IOException {
        return new StateLogs(
                read(folder.resolve("usage.jsonl"), UsageRecord.class),
                read(folder.resolve("chain.jsonl"), ChainRecord.class));
    }

    private static <T> List<T> read(Path file, Class<T> type) throws IOException {
        List<T> records = new ArrayList<>();
        for (String json : Files.readAllLines(file)) {
            records.add(MAPPER.readValue(json, type));
        }
        return records;
    }

    void write(Path folder) throws IOException {
        write(folder.resolve("usage.jsonl"), usage);
        write(folder.resolve("chain.jsonl"), chain);
    }

    private static void write(Path file, List<?> records) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Object record : records) {
            lines.add(MAPPER.writeValueAsString(record));
        }
        Files.write(file, lines);
    }

    /** How many records of each partition lie before the cut. */
    long usageBeforeCut() {
        return beforeCut(usage.subList(0, usage.size() / PARTITIONS));
    }

    long chainBeforeCut() {
        return chain.stream()
                .filter(record -> timestampMillis(record) <= CUT_MILLIS)
                .count();
    }

    private static long timestampMillis(ChainRecord record) {
        try {
            return ChainEventJson.read(record.value()).blockTimestampSeconds() * 1_000;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
