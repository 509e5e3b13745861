package dev.tributary.pipelines.replay;

import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.UsageLog.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.UsageLog;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Two small logs that a test may change before they are replayed: grain 1 s, period 10 s, grace 2 s. */
final class ReplayLogs {
    static final long S = 1_800_000_000L;
    static final long B = S * 1_000;
    static final String PAYER = address("payer");
    static final String GATEWAY = address("gateway");
    static final String TREASURY = address("treasury");
    static final ObjectMapper JSON = new ObjectMapper();

    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    final Path folder;
    List<String> chain;
    List<String> usage;
    int partitions;
    boolean checkSignatures;
    boolean checkGateways = true;
    boolean fundAll;
    ProgressListener progress = ProgressListener.NONE;

    ReplayLogs(Path folder) {
        this.folder = folder;
        chain = lines(new ChainLog()
                .fee(S - 100, 20_000)
                .treasury(S - 100, TREASURY)
                .admit(S - 90, GATEWAY, PAYER)
                .register(S - 80, "M", "LAP", 0, 1_000_000)
                .deposit(S - 70, PAYER, 10)
                .freeze(S + 11, "M")
                .payer(S + 12, "WithdrawalRequested", PAYER, 1));
        usage = lines(new UsageLog(2)
                .heartbeats(B)
                .report(GATEWAY, B + 4_000, line("M", PAYER, B + 3_000, 5), line("M", PAYER, B + 3_000, 1))
                .resend(GATEWAY, 1, B + 5_000, line("M", PAYER, B + 3_000, 5), line("M", PAYER, B + 3_000, 1))
                .report(GATEWAY, B + 5_500, line("nobody's", PAYER, B + 3_000, 5))
                .report(GATEWAY, B + 13_500, line("M", PAYER, B + 12_500, 3), line("M", PAYER, B + 13_000, 2)));
    }

    static List<String> lines(ChainLog log) {
        return log.records().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    static List<String> lines(UsageLog log) {
        return log.records().stream().map(ReplayLogs::json).toList();
    }

    private static String json(UsageRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("partition", record.partition());
        node.put("offset", record.offset());
        node.put("appendTime", Instant.ofEpochMilli(record.appendTimeMillis()).toString());
        ObjectNode headers = node.putObject("headers");
        if (record.heartbeat()) {
            headers.put("heartbeat", "");
        } else {
            headers.put("gateway", record.gateway())
                    .put("sequence", record.sequence())
                    .put("signature", record.signature());
        }
        node.put("value", new String(record.value(), UTF_8));
        return node.toString();
    }

    ReplaySummary replay(int parallelism) throws IOException {
        return replay(
                parallelism,
                Files.write(folder.resolve("chain.jsonl"), chain),
                Files.write(folder.resolve("usage.jsonl"), usage));
    }

    ReplaySummary replay(int parallelism, Path chainFile, Path usageFile) throws IOException {
        ReplayOptions options = new ReplayOptions(
                chainFile,
                usageFile,
                folder.resolve("out"),
                BOOKING,
                partitions,
                25_000,
                checkSignatures,
                checkGateways,
                fundAll,
                parallelism);
        return Replay.run(options, progress);
    }

    String batches() throws IOException {
        return Files.readString(folder.resolve("out/batches.json"));
    }

    String rejected() throws IOException {
        return Files.readString(folder.resolve("out/rejected.jsonl"));
    }

    JsonNode batch(int index) throws IOException {
        return JSON.readTree(batches()).path("batches").path(index);
    }

    /** The message says why, and there is no result, not even half of one. */
    void assertHalts(String code, String... inTheMessage) {
        assertThatThrownBy(() -> replay(1)).isInstanceOfSatisfying(ReplayHalted.class, halted -> {
            assertThat(halted.code()).isEqualTo(code);
            assertThat(halted).message().contains(inTheMessage);
        });
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }
}
