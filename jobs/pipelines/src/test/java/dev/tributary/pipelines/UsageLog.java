package dev.tributary.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.metering.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a usage log by hand, unsigned, for jobs that do not check signatures. */
public final class UsageLog {
    private final int partitions;
    private final List<UsageRecord> records = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    public UsageLog(int partitions) {
        this.partitions = partitions;
    }

    public static String line(String model, String payer, long timeMillis, long calls) {
        return ("{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/test\",\"type\":\"ai.inference.usage.v1\",\"subject\":\"%s\","
                        + "\"time\":\"%s\",\"data\":{\"payer\":\"%s\",\"calls\":%d,\"latencyMillis\":5,\"outcome\":\"ok\"}}")
                .formatted(ChainLog.model(model), Instant.ofEpochMilli(timeMillis), payer, calls);
    }

    /** The next sequence of the gateway. */
    public UsageLog report(String gateway, long appendMillis, String... lines) {
        return resend(gateway, sequences.merge(gateway, 1L, Long::sum), appendMillis, lines);
    }

    public UsageLog resend(String gateway, long sequence, long appendMillis, String... lines) {
        String value = "[" + String.join(",", lines) + "]";
        String signature = "0x" + "1".repeat(128) + "1b";
        return add(
                UsagePartition.of(gateway, partitions),
                appendMillis,
                gateway,
                Long.toString(sequence),
                signature,
                false,
                value);
    }

    /** One in every partition. */
    public UsageLog heartbeats(long appendMillis) {
        for (int partition = 0; partition < partitions; partition++) {
            add(partition, appendMillis, null, null, null, true, "");
        }
        return this;
    }

    private UsageLog add(
            int partition,
            long appendMillis,
            @Nullable String gateway,
            @Nullable String sequence,
            @Nullable String signature,
            boolean heartbeat,
            String value) {
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        records.add(new UsageRecord(
                partition, offset, appendMillis, gateway, sequence, signature, heartbeat, value.getBytes(UTF_8)));
        return this;
    }

    public List<UsageRecord> records() {
        return records;
    }
}
