package dev.tributary.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The events of one contract by the first topic of their logs. */
final class ContractEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String contract;
    private final Map<String, EventShape> shapeByTopic;

    private ContractEvents(String contract, Map<String, EventShape> shapeByTopic) {
        this.contract = contract;
        this.shapeByTopic = shapeByTopic;
    }

    /** Reads the ABI that was committed for a contract. */
    static ContractEvents load(String contract) {
        try (InputStream artifact = ContractEvents.class.getResourceAsStream("abi/" + contract + ".json")) {
            if (artifact == null) {
                throw new IllegalArgumentException("no ABI of a contract named " + contract + " was built in");
            }
            return of(contract, JSON.readTree(artifact).get("abi"));
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in ABI of " + contract + " is unreadable", e);
        }
    }

    static ContractEvents of(String contract, JsonNode abi) {
        Map<String, EventShape> shapes = new HashMap<>();
        for (JsonNode entry : abi) {
            if (entry.get("type").textValue().equals("event")) {
                EventShape shape = EventShape.of(entry);
                shapes.put(shape.topic(), shape);
            }
        }
        return new ContractEvents(contract, shapes);
    }

    DecodedEvent decode(EvmLog log) {
        EventShape shape =
                log.topics().isEmpty() ? null : shapeByTopic.get(log.topics().get(0));
        if (shape == null) {
            throw new EventDecodingException(log, "topics " + log.topics() + " are no event of " + contract);
        }
        try {
            return new DecodedEvent(contract, shape.name(), shape.arguments(log));
        } catch (RuntimeException e) {
            throw new EventDecodingException(log, e);
        }
    }
}
