package dev.tributary.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the chain log line by line: which events are accepted, and how far its time has come. */
final class ChainLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ChainFact> facts = new ArrayList<>();
    private final Map<Long, String> blockHashes = new HashMap<>();
    private final List<Finalized> finalized = new ArrayList<>();
    private @Nullable Long chainId;
    private @Nullable String gatewayRegistry;
    private long accepted;
    private long announced;

    private record Finalized(long number, BigInteger timestampSeconds) {
        boolean hasPassed(long endMillis) {
            return timestampSeconds.multiply(BigInteger.valueOf(1000)).compareTo(BigInteger.valueOf(endMillis)) >= 0;
        }
    }

    void append(String line) {
        JsonNode record = parse(line);
        requireOneChain(record.required("chainId").longValue());
        JsonNode block = record.required("block");
        requireOneHash(
                block.required("number").longValue(), block.required("hash").asText());
        long ordinal = record.required("ordinal").longValue();
        announced = Math.max(announced, ordinal);
        BigInteger timestampSeconds = block.required("timestamp").bigIntegerValue();
        if (record.required("event").asText().equals("BlockFinalized")) {
            if (ordinal <= accepted) {
                finalized.add(new Finalized(block.required("number").longValue(), timestampSeconds));
            }
            return;
        }
        if (ordinal == accepted + 1) {
            accepted = ordinal;
            accept(new ChainFact(
                    ordinal,
                    timestampSeconds,
                    record.required("contract").asText(),
                    record.required("address").asText(),
                    record.required("event").asText(),
                    record.required("args")));
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException malformed) {
            throw new AuditHalt("the chain log holds a line that is not JSON: " + line, malformed);
        }
    }

    private void accept(ChainFact fact) {
        if (fact.contract().equals("GatewayRegistry")) {
            if (gatewayRegistry != null && !gatewayRegistry.equals(fact.address())) {
                throw new AuditHalt("the chain log holds events of two gateway registries: %s and %s"
                        .formatted(gatewayRegistry, fact.address()));
            }
            gatewayRegistry = fact.address();
        }
        facts.add(fact);
    }

    private void requireOneChain(long id) {
        if (chainId != null && chainId != id) {
            throw new AuditHalt("the chain log holds events of two chains: %d and %d".formatted(chainId, id));
        }
        chainId = id;
    }

    private void requireOneHash(long number, String hash) {
        String known = blockHashes.putIfAbsent(number, hash);
        if (known != null && !known.equals(hash)) {
            throw new AuditHalt("block %d has two hashes: %s and %s".formatted(number, known, hash));
        }
    }

    void requireNoGap() {
        if (announced > accepted) {
            throw new AuditHalt("the chain log ends ahead of a gap: event %d is missing, %d was announced"
                    .formatted(accepted + 1, announced));
        }
    }

    List<ChainFact> facts() {
        return facts;
    }

    /** What reports of this chain are signed against; null as long as no gateway registry is known. */
    @Nullable
    ReportSignature signatures() {
        return chainId == null || gatewayRegistry == null ? null : new ReportSignature(chainId, gatewayRegistry);
    }

    /** Whether no later block can be older than this time. */
    boolean hasPassed(long endMillis) {
        return finalized.stream().anyMatch(block -> block.hasPassed(endMillis));
    }

    /** Number of the first finalized block at or after this time; -1 where there is none. */
    long firstFinalizedBlockAfter(long endMillis) {
        return finalized.stream()
                .filter(block -> block.hasPassed(endMillis))
                .mapToLong(Finalized::number)
                .findFirst()
                .orElse(-1);
    }
}
