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
    private final Map<String, String> contracts;
    private @Nullable Long chainId;
    private @Nullable String gatewayRegistry;
    private long accepted;
    private long announced;
    private BigInteger finalSeconds = BigInteger.ZERO;

    private record Finalized(long number, BigInteger timestampSeconds) {
        boolean hasPassed(long endMillis) {
            return timestampSeconds.multiply(BigInteger.valueOf(1000)).compareTo(BigInteger.valueOf(endMillis)) >= 0;
        }
    }

    /** @param contracts the address of each contract whose events count; one that is not named may be anywhere */
    ChainLog(Map<String, String> contracts) {
        this.contracts = contracts;
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
                finalSeconds = finalSeconds.max(timestampSeconds);
            }
            return;
        }
        if (ordinal == accepted + 1) {
            accepted = ordinal;
            requireNotOverdue(ordinal, timestampSeconds);
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
            throw new AuditHalt(
                    "CHAIN_RECORD_MALFORMED", "the chain log holds a line that is not JSON: " + line, malformed);
        }
    }

    /** Once a block is final, nothing older can come. */
    private void requireNotOverdue(long ordinal, BigInteger timestampSeconds) {
        if (timestampSeconds.compareTo(finalSeconds) < 0) {
            throw new AuditHalt(
                    "CHAIN_TIME_REVERSED",
                    "event %d happened at %s s, but a block of %s s was final before"
                            .formatted(ordinal, timestampSeconds, finalSeconds));
        }
    }

    private void accept(ChainFact fact) {
        String address = contracts.get(fact.contract());
        if (address != null && !address.equals(fact.address())) {
            return; // Another contract that calls itself by this name.
        }
        if (fact.contract().equals("GatewayRegistry")) {
            if (gatewayRegistry != null && !gatewayRegistry.equals(fact.address())) {
                throw new AuditHalt(
                        "GATEWAY_REGISTRIES_TWO",
                        "the chain log holds events of two gateway registries: %s and %s"
                                .formatted(gatewayRegistry, fact.address()));
            }
            gatewayRegistry = fact.address();
        }
        facts.add(fact);
    }

    private void requireOneChain(long id) {
        if (chainId != null && chainId != id) {
            throw new AuditHalt(
                    "CHAIN_ID_MISMATCH", "the chain log holds events of two chains: %d and %d".formatted(chainId, id));
        }
        chainId = id;
    }

    private void requireOneHash(long number, String hash) {
        String known = blockHashes.putIfAbsent(number, hash);
        if (known != null && !known.equals(hash)) {
            throw new AuditHalt(
                    "CHAIN_BLOCK_CHANGED", "block %d has two hashes: %s and %s".formatted(number, known, hash));
        }
    }

    void requireNoGap() {
        if (announced > accepted) {
            throw new AuditHalt(
                    "CHAIN_LOG_GAP",
                    "the chain log ends ahead of a gap: event %d is missing, %d was announced"
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
