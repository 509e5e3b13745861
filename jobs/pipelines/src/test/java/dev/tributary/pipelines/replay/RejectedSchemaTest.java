package dev.tributary.pipelines.replay;

import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.UsageLog.line;
import static dev.tributary.pipelines.replay.ReplayLogs.B;
import static dev.tributary.pipelines.replay.ReplayLogs.GATEWAY;
import static dev.tributary.pipelines.replay.ReplayLogs.JSON;
import static dev.tributary.pipelines.replay.ReplayLogs.PAYER;
import static dev.tributary.pipelines.replay.ReplayLogs.S;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.UsageLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records that the pipeline writes for every reason keep to usage.rejected.v1. */
final class RejectedSchemaTest {
    private static final String STRANGER = strangerInTheSamePartition();

    @Test
    void theRefusalsOfEveryReasonKeepToTheirSchema(@TempDir Path folder) throws Exception {
        ReplayLogs logs = new ReplayLogs(folder);
        logs.partitions = 2;
        logs.chain = new ArrayList<>(logs.chain);
        List<String> more = ReplayLogs.lines(
                new ChainLog().limit(S - 60, PAYER, "1").admit(S - 60, address("idle"), address("other payer")));
        logs.chain.addAll(ReplayTest.renumbered(more, logs.chain.size()));
        List<String> usage = new ArrayList<>(ReplayLogs.lines(new UsageLog(2)
                .heartbeats(B)
                .resend(GATEWAY, 5, B + 1_000, line("M", PAYER, B + 500, 5))
                .resend(GATEWAY, 5, B + 1_000, line("M", PAYER, B + 500, 6))
                .resend(GATEWAY, 4, B + 1_000, line("M", PAYER, B + 500, 6))
                .resend(
                        GATEWAY,
                        6,
                        B + 1_000,
                        "{}",
                        line("M", PAYER, B + 62_000, 1),
                        line("M", PAYER, B - 8 * 86_400_000L, 1),
                        line("nobody's", PAYER, B + 500, 1),
                        line("M", address("other payer"), B + 500, 1),
                        line("M", PAYER, B + 500, 1).replace("\"calls\"", "\"pass\":\"17\",\"calls\""))
                .report(STRANGER, B + 1_000, line("M", PAYER, B + 500, 1))
                .resend(GATEWAY, 7, B + 1_000, "]")
                .resend(GATEWAY, 8, B + 1_000, " ".repeat(1 << 20))));
        usage.add(raw(0, "{}", ""));
        usage.add(raw(1 - UsagePartition.of(GATEWAY, 2), headers(GATEWAY), ""));
        logs.usage = usage;

        Set<String> reasons = new TreeSet<>(check(logs));
        logs.checkSignatures = true;
        reasons.addAll(check(logs));
        assertThat(reasons)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RejectReason.values()).map(Enum::name).toList());
    }

    private static List<String> check(ReplayLogs logs) throws Exception {
        logs.replay(1);
        TopicSchema schema = TopicSchema.of("usage.rejected.v1");
        List<String> reasons = new ArrayList<>();
        for (String record : logs.rejected().lines().toList()) {
            assertThat(schema.violations(record)).as(record).isEmpty();
            reasons.add(JSON.readTree(record).path("reason").asText());
        }
        return reasons;
    }

    private static String strangerInTheSamePartition() {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> address("stranger " + i))
                .filter(stranger -> UsagePartition.of(stranger, 2) == UsagePartition.of(GATEWAY, 2))
                .findFirst()
                .orElseThrow();
    }

    private static String headers(String gateway) {
        return "{\"gateway\":\"%s\",\"sequence\":\"9\",\"signature\":\"0x%s\"}".formatted(gateway, "1b".repeat(65));
    }

    private static String raw(int partition, String headers, String value) {
        return "{\"partition\":%d,\"offset\":%d,\"appendTime\":\"2027-01-15T08:00:01Z\",\"headers\":%s,\"value\":\"%s\"}"
                .formatted(partition, 1_000 + partition, headers, value);
    }
}
