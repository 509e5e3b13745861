package dev.tributary.settlement.revision;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.HeaderJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What `tributary replay` wrote: lines in {@code batches.json}, and the seals they belong to in {@code headers.jsonl}. */
public record ReplayFolder(Path folder, VaultId vault) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes the epochs in their order. */
    @FunctionalInterface
    interface Taker {
        void take(ReplayedEpoch epoch);
    }

    /**
     * One epoch at a time, from 1 on.
     *
     * @throws SettlementException {@link Problem#REVISION_REFUSED} when the files do not fit each other
     */
    void read(Taker taker) {
        SortedMap<Long, BatchHeader> headers = headers();
        Path batches = folder.resolve("batches.json");
        try (JsonParser parser = JSON.createParser(batches.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && "batches".equals(parser.currentName())) {
                    parser.nextToken();
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        JsonNode batch = parser.readValueAsTree();
                        taker.take(epoch(batch, headers));
                    }
                    return;
                }
            }
        } catch (IOException e) {
            throw unusable(batches + " cannot be read: " + e);
        }
    }

    /** A replay is of no vault in particular: its headers are of this one. */
    private SortedMap<Long, BatchHeader> headers() {
        SortedMap<Long, BatchHeader> headers = new TreeMap<>();
        Path file = folder.resolve("headers.jsonl");
        try {
            for (String line : Files.readAllLines(file, UTF_8)) {
                BatchHeader header = HeaderJson.parse(headers.size() + 1L, line);
                if (header.chainId() != vault.chainId()
                        || !(header.vault().isEmpty() || header.vault().equals(vault.address()))) {
                    throw unusable(file + " is of chain " + header.chainId() + ", vault '" + header.vault()
                            + "', these tables are of chain " + vault.chainId() + ", vault " + vault.address());
                }
                headers.put(header.epoch(), ofThisVault(header));
            }
        } catch (IOException e) {
            throw unusable(file + " cannot be read: " + e);
        }
        return headers;
    }

    private BatchHeader ofThisVault(BatchHeader header) {
        return new BatchHeader(
                header.chainId(),
                vault.address(),
                header.epoch(),
                header.periodStartMillis(),
                header.periodEndMillis(),
                header.lineCount(),
                header.linesHash(),
                header.tokens(),
                header.firstOffsetsAfter(),
                header.firstFinalizedBlockAfter());
    }

    private ReplayedEpoch epoch(JsonNode batch, SortedMap<Long, BatchHeader> headers) {
        long epoch = batch.path("epoch").asLong();
        BatchHeader header = headers.get(epoch);
        if (header == null) {
            throw unusable("batches.json has epoch " + epoch + ", headers.jsonl has not");
        }
        long start = Instant.parse(batch.path("periodStart").asText()).toEpochMilli();
        long period = start / (header.periodEndMillis() - header.periodStartMillis());
        List<AccountLine> lines = new ArrayList<>();
        LinesDigest digest = LinesDigest.EMPTY;
        for (JsonNode node : batch.path("lines")) {
            AccountLine line = new AccountLine(
                    period,
                    node.path("token").asText(),
                    node.path("account").asText(),
                    new BigInteger(node.path("numerator").asText()));
            lines.add(line);
            digest = digest.plus(line);
        }
        if (start != header.periodStartMillis()
                || lines.size() != header.lineCount()
                || !digest.hex().equals(header.linesHash())) {
            throw unusable("the lines of epoch " + epoch + " in batches.json are not those of its header");
        }
        return new ReplayedEpoch(header, lines, Positions.of(batch));
    }

    private static SettlementException unusable(String why) {
        return new SettlementException(
                Problem.REVISION_REFUSED,
                "The replay cannot be loaded: " + why + ". Give the folder that `tributary replay --out DIR` wrote.");
    }
}
