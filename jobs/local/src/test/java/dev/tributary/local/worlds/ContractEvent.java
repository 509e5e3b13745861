package dev.tributary.local.worlds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An event that a contract can emit, by the ABI that is committed with it. */
record ContractEvent(String contract, String name, List<Parameter> parameters) {
    static final Path ABIS = Path.of("..", "..", "contracts", "abi");

    private static final ObjectMapper JSON = new ObjectMapper();

    record Parameter(String name, String type) {}

    /** Of the contracts that the chain's log is written from, in an order that never changes. */
    static List<ContractEvent> all() {
        return ChainScript.CONTRACTS.keySet().stream()
                .sorted()
                .flatMap(contract -> of(contract).stream())
                .toList();
    }

    static List<ContractEvent> of(String contract) {
        List<ContractEvent> events = new ArrayList<>();
        for (JsonNode entry : abi(contract)) {
            if (entry.path("type").asText().equals("event")) {
                List<Parameter> parameters = new ArrayList<>();
                entry.path("inputs")
                        .forEach(input -> parameters.add(new Parameter(
                                input.path("name").asText(), input.path("type").asText())));
                events.add(new ContractEvent(contract, entry.path("name").asText(), parameters));
            }
        }
        return events;
    }

    private static JsonNode abi(String contract) {
        try {
            return JSON.readTree(ABIS.resolve(contract + ".json").toFile()).required("abi");
        } catch (IOException e) {
            throw new UncheckedIOException("the ABI of " + contract, e);
        }
    }

    /** An event is known by contract and name together. */
    String key() {
        return contract + "." + name;
    }
}
