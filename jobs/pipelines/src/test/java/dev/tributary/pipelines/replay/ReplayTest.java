package dev.tributary.pipelines.replay;

import static dev.tributary.pipelines.ChainLog.TOKEN;
import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.ChainLog.model;
import static dev.tributary.pipelines.ChainLog.owner;
import static dev.tributary.pipelines.UsageLog.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.UsageLog;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
    private static final long S = 1_800_000_000L;
    private static final long B = S * 1_000;
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);
    private static final String PAYER = address("payer");
    private static final String GATEWAY = address("gateway");
    private static final String TREASURY = address("treasury");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private List<String> chain;
    private List<String> usage;
    private int partitions;
    private boolean checkSignatures;
    private boolean fundAll;

    @BeforeEach
    void writeLogs(@TempDir Path emptyFolder) throws IOException {
        folder = emptyFolder;
        chain = lines(new ChainLog()
                .fee(S - 100, 20_000)
                .treasury(S - 100, TREASURY)
                .admit(S - 90, GATEWAY, PAYER)
                .register(S - 80, "M", "LAP", 0, 1_000_000)
                .deposit(S - 70, PAYER, 10)
                .freeze(S + 11, "M")
                .payer(S + 12, "WithdrawalRequested", PAYER, 1));
        usage = new UsageLog(2)
                        .heartbeats(B)
                        .report(GATEWAY, B + 4_000, line("M", PAYER, B + 3_000, 5), line("M", PAYER, B + 3_000, 1))
                        .resend(GATEWAY, 1, B + 5_000, line("M", PAYER, B + 3_000, 5), line("M", PAYER, B + 3_000, 1))
                        .report(GATEWAY, B + 5_500, line("nobody's", PAYER, B + 3_000, 5))
                        .report(GATEWAY, B + 13_500, line("M", PAYER, B + 12_500, 3), line("M", PAYER, B + 13_000, 2))
                        .records()
                        .stream()
                        .map(ReplayTest::json)
                        .toList();
    }

    private static List<String> lines(ChainLog log) {
        return log.records().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
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

    private ReplaySummary replay(int parallelism) throws IOException {
        return Replay.run(new ReplayOptions(
                Files.write(folder.resolve("chain.jsonl"), chain),
                Files.write(folder.resolve("usage.jsonl"), usage),
                folder.resolve("out"),
                BOOKING,
                partitions,
                25_000,
                checkSignatures,
                true,
                fundAll,
                parallelism));
    }

    private String batches() throws IOException {
        return Files.readString(folder.resolve("out/batches.json"));
    }

    private void assertHalts(String code) {
        assertThatThrownBy(() -> replay(1))
                .isInstanceOfSatisfying(
                        ReplayHalted.class, halted -> assertThat(halted.code()).isEqualTo(code));
        assertThat(folder.resolve("out/batches.json")).doesNotExist();
        assertThat(folder.resolve("out/rejected.jsonl")).doesNotExist();
    }

    @Test
    void theBatchesAreWrittenAsAuditorsReadThem() throws Exception {
        replay(1);
        JsonNode batches = JSON.readTree(batches()).path("batches");
        assertThat(batches).hasSize(2);
        JsonNode first = batches.get(0);
        assertThat(first.path("epoch").asLong()).isEqualTo(1);
        assertThat(first.path("periodStart").asText()).isEqualTo("2027-01-15T08:00:00Z");
        assertThat(first.path("periodEnd").asText()).isEqualTo("2027-01-15T08:00:10Z");
        List<String> lines = new ArrayList<>(List.of(
                "{\"token\":\"%s\",\"account\":\"%s\",\"numerator\":\"120000000000000000000000\",\"cumulative\":\"0\"}"
                        .formatted(TOKEN, TREASURY),
                "{\"token\":\"%s\",\"account\":\"%s\",\"numerator\":\"5880000000000000000000000\",\"cumulative\":\"5\"}"
                        .formatted(TOKEN, owner("M"))));
        lines.sort(Comparator.comparing(text -> text.substring(text.indexOf("account"))));
        assertThat(first.path("lines").toString()).isEqualTo("[" + String.join(",", lines) + "]");
        assertThat(first.path("balances").toString())
                .isEqualTo("[{\"token\":\"%s\",\"payer\":\"%s\",\"micro\":\"4000000\"}]".formatted(TOKEN, PAYER));
        assertThat(first.path("suspense")).isEmpty();
        assertThat(first.path("root").asText())
                .isEqualTo(MerkleTree.of(List.of(new Leaf(owner("M"), TOKEN, BigInteger.valueOf(5))))
                        .root());
    }

    @Test
    void theEndOfTheInputClosesWhatIsStillDue() throws Exception {
        replay(1);
        JsonNode second = JSON.readTree(batches()).path("batches").get(1);
        assertThat(second.path("suspense").toString())
                .isEqualTo("[{\"token\":\"%s\",\"model\":\"%s\",\"numerator\":\"3920000000000000000000000\"}]"
                        .formatted(TOKEN, model("M")));
        assertThat(second.path("unfunded").toString())
                .isEqualTo("[{\"token\":\"%s\",\"payer\":\"%s\",\"micro\":\"1000000\"}]".formatted(TOKEN, PAYER));
        assertThat(second.path("balances")).isEmpty();
    }

    @Test
    void aWithdrawalOfTheLastPeriodIsServedByTheNextClose() throws Exception {
        usage = usage.subList(0, usage.size() - 1);
        replay(1);
        JsonNode second = JSON.readTree(batches()).path("batches").get(1);
        assertThat(second.path("periodStart").asText()).isEqualTo("2027-01-15T08:00:20Z");
        assertThat(second.path("lines").get(0).path("account").asText()).isEqualTo(PAYER);
        assertThat(second.path("lines").get(0).path("cumulative").asText()).isEqualTo("1");
    }

    @Test
    void everyLineIsAccountedForAndEveryRefusalIsShown() throws Exception {
        ReplaySummary summary = replay(1);
        assertThat(JSON.readTree(batches()).path("lines").toString())
                .isEqualTo("{\"reported\":7,\"counted\":4,\"duplicate\":2,\"rejected\":{\"MODEL_UNKNOWN\":1}}");
        assertThat(summary.reportedLines()).isEqualTo(7);
        assertThat(Files.readAllLines(folder.resolve("out/rejected.jsonl")))
                .singleElement()
                .satisfies(record -> assertThat(
                                JSON.readTree(record).path("reason").asText())
                        .isEqualTo("MODEL_UNKNOWN"));
    }

    @Test
    void theResultIsTheSameAtEveryParallelismAndInterleaving() throws Exception {
        replay(1);
        String batches = batches();
        String rejected = Files.readString(folder.resolve("out/rejected.jsonl"));
        usage = usage.stream()
                .sorted(Comparator.comparing(record -> record.startsWith("{\"partition\":0") ? 1 : 0))
                .toList();
        for (int parallelism : new int[] {2, 4}) {
            replay(parallelism);
            assertThat(batches()).isEqualTo(batches);
            assertThat(folder.resolve("out/rejected.jsonl")).hasContent(rejected);
        }
    }

    @Test
    void fundingAllLeavesBalancesAlone() throws Exception {
        fundAll = true;
        replay(1);
        JsonNode second = JSON.readTree(batches()).path("batches").get(1);
        assertThat(second.path("unfunded")).isEmpty();
        assertThat(second.path("balances").get(0).path("micro").asText()).isEqualTo("10000000");
    }

    @Test
    void aReportThatNobodySignedIsRefusedAlsoWithoutARegistryInTheLog() throws Exception {
        checkSignatures = true;
        assertThat(replay(1).rejectedLines())
                .containsOnlyKeys("SIGNATURE_INVALID")
                .containsValue(0L);
        chain = lines(new ChainLog().fee(S - 100, 20_000));
        assertThat(replay(1).rejectedLines())
                .containsOnlyKeys("SIGNATURE_INVALID")
                .containsValue(0L);
    }

    @Test
    void bytesThatAreNotTextAreMalformed() throws Exception {
        String value = Base64.getEncoder().encodeToString(new byte[] {'[', (byte) 0xff, ']'});
        usage = List.of(usage.get(2).replaceFirst("\"value\":.*}$", "\"valueBase64\":\"" + value + "\"}"));
        partitions = 2;
        assertThat(replay(1).rejectedLines()).containsOnlyKeys("MALFORMED_JSON");
    }

    @Test
    void aLogThatEndsAheadOfAGapHalts() {
        List<String> whole = chain;
        chain = new ArrayList<>(whole);
        chain.remove(3);
        assertHalts("CHAIN_LOG_GAP");
        chain = lines(new ChainLog().fee(S, 20_000).treasury(S, TREASURY).finalized(S + 1));
        chain = List.of(chain.get(0), chain.get(2));
        assertHalts("CHAIN_LOG_GAP");
    }

    @Test
    void offsetsThatDoNotAscendHalt() {
        usage = List.of(usage.get(0), usage.get(0));
        assertHalts("REPLAY_INPUT_INVALID");
    }

    @Test
    void aPartitionBeyondThoseAskedForHalts() {
        partitions = 1;
        assertHalts("REPLAY_INPUT_INVALID");
    }

    @Test
    void twoGatewayRegistriesHalt() {
        chain = new ArrayList<>(chain);
        String registry = ChainLog.GATEWAYS;
        int allowed = 3;
        chain.set(allowed, chain.get(allowed).replace(registry, address("another registry")));
        assertHalts("GATEWAY_REGISTRIES_TWO");
    }

    @Test
    void aViolatedRuleHaltsAndRemovesWhatAnEarlierRunWrote() throws Exception {
        replay(1);
        chain = new ArrayList<>(chain.subList(2, chain.size()));
        chain = renumbered(chain);
        assertHalts("PLATFORM_TERMS_MISSING");
    }

    private static List<String> renumbered(List<String> events) throws IOException {
        List<String> next = new ArrayList<>();
        for (String event : events) {
            ObjectNode node = (ObjectNode) JSON.readTree(event);
            node.put("ordinal", next.size() + 1);
            next.add(node.toString());
        }
        return next;
    }
}
