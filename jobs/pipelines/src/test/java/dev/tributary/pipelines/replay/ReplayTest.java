package dev.tributary.pipelines.replay;

import static dev.tributary.pipelines.ChainLog.TOKEN;
import static dev.tributary.pipelines.ChainLog.model;
import static dev.tributary.pipelines.ChainLog.owner;
import static dev.tributary.pipelines.replay.ReplayLogs.JSON;
import static dev.tributary.pipelines.replay.ReplayLogs.PAYER;
import static dev.tributary.pipelines.replay.ReplayLogs.S;
import static dev.tributary.pipelines.replay.ReplayLogs.TREASURY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.pipelines.ChainLog;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
    private ReplayLogs logs;

    @BeforeEach
    void writeLogs(@TempDir Path folder) {
        logs = new ReplayLogs(folder);
    }

    @Test
    void theBatchesAreWrittenAsAuditorsReadThem() throws Exception {
        logs.replay(1);
        JsonNode batches = JSON.readTree(logs.batches()).path("batches");
        assertThat(batches).hasSize(2);
        JsonNode first = batches.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly(
                        "epoch", "periodStart", "periodEnd", "lines", "suspense", "unfunded", "balances", "root");
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
        logs.replay(1);
        assertThat(logs.batch(1).path("suspense").toString())
                .isEqualTo("[{\"token\":\"%s\",\"model\":\"%s\",\"numerator\":\"3920000000000000000000000\"}]"
                        .formatted(TOKEN, model("M")));
        assertThat(logs.batch(1).path("unfunded").toString())
                .isEqualTo("[{\"token\":\"%s\",\"payer\":\"%s\",\"micro\":\"1000000\"}]".formatted(TOKEN, PAYER));
        assertThat(logs.batch(1).path("balances")).isEmpty();
    }

    @Test
    void aWithdrawalOfTheLastPeriodIsServedByTheNextClose() throws Exception {
        logs.usage = logs.usage.subList(0, logs.usage.size() - 1);
        logs.replay(1);
        JsonNode second = logs.batch(1);
        assertThat(second.path("periodStart").asText()).isEqualTo("2027-01-15T08:00:20Z");
        assertThat(second.path("lines").get(0).path("account").asText()).isEqualTo(PAYER);
        assertThat(second.path("lines").get(0).path("cumulative").asText()).isEqualTo("1");
    }

    @Test
    void everyLineIsAccountedForAndEveryRefusalIsShown() throws Exception {
        ReplaySummary summary = logs.replay(1);
        assertThat(JSON.readTree(logs.batches()).path("lines").toString())
                .isEqualTo("{\"reported\":7,\"counted\":4,\"duplicate\":2,\"rejected\":{\"MODEL_UNKNOWN\":1}}");
        assertThat(summary.reportedLines()).isEqualTo(7);
        assertThat(JSON.readTree(logs.rejected()).path("reason").asText()).isEqualTo("MODEL_UNKNOWN");
    }

    @Test
    void aReasonWithoutLinesIsListedWithZero() throws Exception {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.addAll(renumbered(ReplayLogs.lines(new ChainLog().limit(S - 60, PAYER, "5")), logs.chain.size()));
        assertThat(logs.replay(1).rejectedLines()).containsEntry("LIMIT_EXCEEDED", 0L);
        assertThat(JSON.readTree(logs.batches())
                        .at("/lines/rejected/LIMIT_EXCEEDED")
                        .asLong(-1))
                .isZero();
    }

    @Test
    void theResultIsTheSameAtEveryParallelismAndInterleaving() throws Exception {
        logs.replay(1);
        String batches = logs.batches();
        String rejected = logs.rejected();
        logs.usage = logs.usage.stream()
                .sorted(Comparator.comparing(record -> record.startsWith("{\"partition\":0") ? 1 : 0))
                .toList();
        for (int parallelism : new int[] {2, 4}) {
            logs.replay(parallelism);
            assertThat(logs.batches()).isEqualTo(batches);
            assertThat(logs.rejected()).isEqualTo(rejected);
        }
    }

    @Test
    void fundingAllLeavesBalancesAlone() throws Exception {
        logs.fundAll = true;
        logs.replay(1);
        assertThat(logs.batch(1).path("unfunded")).isEmpty();
        assertThat(logs.batch(1).path("balances").get(0).path("micro").asText()).isEqualTo("10000000");
    }

    @Test
    void withoutPermissionsAGatewayThatNobodyAdmittedMayReport() throws Exception {
        logs.chain = renumbered(
                logs.chain.stream()
                        .filter(event -> !event.contains("GatewayRegistry"))
                        .toList(),
                0);
        assertThat(logs.replay(1).rejectedLines()).containsEntry("GATEWAY_UNAUTHORISED", 4L);
        logs.checkGateways = false;
        assertThat(logs.replay(1).rejectedLines()).containsOnlyKeys("MODEL_UNKNOWN");
    }

    @Test
    void aReportThatNobodySignedIsRefusedAlsoWithoutARegistryInTheLog() throws Exception {
        logs.checkSignatures = true;
        assertThat(logs.replay(1).rejectedLines())
                .containsOnlyKeys("SIGNATURE_INVALID")
                .containsValue(0L);
        logs.chain = ReplayLogs.lines(new ChainLog().fee(S - 100, 20_000));
        assertThat(logs.replay(1).rejectedLines())
                .containsOnlyKeys("SIGNATURE_INVALID")
                .containsValue(0L);
    }

    @Test
    void bytesThatAreNotTextAreMalformed() throws Exception {
        String value = Base64.getEncoder().encodeToString(new byte[] {'[', (byte) 0xff, ']'});
        logs.usage = List.of(logs.usage.get(2).replaceFirst("\"value\":.*}$", "\"valueBase64\":\"" + value + "\"}"));
        logs.partitions = 2;
        assertThat(logs.replay(1).rejectedLines()).containsOnlyKeys("MALFORMED_JSON");
    }

    @Test
    void bytesMayBeInBase64AlsoWhereTheyAreText() throws Exception {
        logs.replay(1);
        String batches = logs.batches();
        logs.usage = logs.usage.stream().map(ReplayTest::inBase64).toList();
        logs.replay(1);
        assertThat(logs.batches()).isEqualTo(batches);
    }

    private static String inBase64(String record) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(record);
            node.put("valueBase64", node.remove("value").asText().getBytes(UTF_8));
            return node.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thereIsOnePartitionMoreThanTheHighestSeenUnlessToldOtherwise() throws Exception {
        // Of three partitions another one is the gateway's.
        logs.partitions = 3;
        assertThat(logs.replay(1).rejectedLines()).containsEntry("WRONG_PARTITION", 0L);
    }

    @Test
    void emptyLogsGiveNoBatches() throws Exception {
        logs.usage = List.of();
        assertThat(logs.replay(1).reportedLines()).isZero();
        // What was asked back is still served.
        assertThat(logs.batch(0).path("lines").get(0).path("account").asText()).isEqualTo(PAYER);
        logs.chain = List.of();
        logs.replay(2);
        assertThat(logs.batches())
                .isEqualTo(
                        "{\"batches\":[],\"lines\":{\"reported\":0,\"counted\":0,\"duplicate\":0,\"rejected\":{}}}\n");
        assertThat(logs.rejected()).isEmpty();
    }

    @Test
    void aLogMayRepeatEventsAndHaveThemAheadAsLongAsTheyComeInTheEnd() throws Exception {
        logs.replay(1);
        String batches = logs.batches();
        List<String> again = new ArrayList<>(logs.chain.subList(2, 5));
        again.addAll(logs.chain);
        again.addAll(logs.chain.subList(1, 4));
        logs.chain = again;
        logs.replay(1);
        assertThat(logs.batches()).isEqualTo(batches);
    }

    @Test
    void refusalsLieInTheOrderOfTheLog() throws Exception {
        List<String> broken = new ArrayList<>();
        for (int offset = 0; offset < 300; offset++) {
            broken.add(
                    "{\"partition\":%d,\"offset\":%d,\"appendTime\":\"2027-01-15T08:00:00Z\",\"headers\":{},\"value\":\"\"}"
                            .formatted(offset % 3, offset));
        }
        Collections.swap(broken, 0, 1);
        logs.usage = broken;
        logs.replay(2);
        List<Integer> offsets = logs.rejected()
                .lines()
                .map(record -> record.replaceFirst(".*\"offset\":(\\d+).*", "$1"))
                .map(Integer::valueOf)
                .toList();
        assertThat(offsets).hasSize(300).startsWith(0, 3, 6).endsWith(293, 296, 299);
    }

    @Test
    void itIsToldHowFarTheReadingOfEachLogHasCome() throws Exception {
        Map<String, List<String>> told = new ConcurrentHashMap<>();
        logs.progress = (work, log, done, all) -> told.computeIfAbsent(work + " " + log, unseen -> new ArrayList<>())
                .add(done + " of " + all);
        logs.replay(2);
        assertThat(told).containsOnlyKeys("check chain", "check usage", "replay chain", "replay usage");
        assertThat(told.get("check chain")).isEqualTo(bytesAfterEach(logs.chain));
        assertThat(told.get("check usage")).isEqualTo(bytesAfterEach(logs.usage));
        assertThat(told.get("replay chain")).isEqualTo(recordsAfterEach(logs.chain));
        assertThat(told.get("replay usage")).isEqualTo(recordsAfterEach(logs.usage));
    }

    private static List<String> recordsAfterEach(List<String> records) {
        return IntStream.rangeClosed(1, records.size())
                .mapToObj(done -> done + " of " + records.size())
                .toList();
    }

    /** All of them are ASCII. */
    private static List<String> bytesAfterEach(List<String> records) {
        int all = records.stream().mapToInt(record -> record.length() + 1).sum();
        List<String> after = new ArrayList<>();
        int done = 0;
        for (String record : records) {
            done += record.length() + 1;
            after.add(done + " of " + all);
        }
        return after;
    }

    static List<String> renumbered(List<String> events, int from) {
        List<String> next = new ArrayList<>();
        for (String event : events) {
            next.add(event.replaceFirst("\"ordinal\":\\d+", "\"ordinal\":" + (from + next.size() + 1)));
        }
        return next;
    }
}
