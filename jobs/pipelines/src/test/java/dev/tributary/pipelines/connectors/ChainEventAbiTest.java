package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.chain.EventDecoder;
import dev.tributary.pipelines.TopicSchema;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** chain.events.v1 names the events of the committed ABIs, with their parameters and types, and nothing else. */
final class ChainEventAbiTest {
    static final List<String> CONTRACTS = List.of(
            "ModelRegistry", "GatewayRegistry", "RoyaltyVault", "AccessPass", "Marketplace", "VerificationOracle");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDEST_JSON_NUMBER_BITS = 32;

    private final JsonNode schema = read(TopicSchema.class, "/dev/tributary/schemas/chain.events.v1.json");

    static List<String> contracts() {
        return CONTRACTS;
    }

    /** Declarations by the event's name. */
    static Map<String, JsonNode> events(String contract) {
        Map<String, JsonNode> events = new TreeMap<>();
        for (JsonNode entry :
                read(EventDecoder.class, "abi/" + contract + ".json").path("abi")) {
            if (entry.path("type").asText().equals("event")) {
                assertThat(events.put(entry.path("name").asText(), entry)).isNull();
            }
        }
        return events;
    }

    private static JsonNode read(Class<?> beside, String resource) {
        try (InputStream json = beside.getResourceAsStream(resource)) {
            return JSON.readTree(Objects.requireNonNull(json, resource));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itNamesTheContracts() {
        assertThat(texts(schema.at("/properties/contract/enum"))).containsExactlyElementsOf(CONTRACTS);
        assertThat(schema.at("/allOf")).hasSize(CONTRACTS.size());
        for (int i = 0; i < CONTRACTS.size(); i++) {
            JsonNode branch = schema.at("/allOf").path(i);
            assertThat(branch.at("/if/properties/contract/const").asText()).isEqualTo(CONTRACTS.get(i));
            assertThat(branch.at("/then/$ref").asText()).isEqualTo("#/$defs/" + CONTRACTS.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void ofEachContractItNamesTheEvents(String contract) {
        JsonNode known = schema.at("/$defs/" + contract);
        Map<String, JsonNode> events = events(contract);
        assertThat(texts(known.at("/properties/event/enum"))).containsExactlyElementsOf(events.keySet());
        assertThat(known.path("$defs").fieldNames()).toIterable().containsExactlyElementsOf(events.keySet());
        List<String> told = new ArrayList<>();
        for (JsonNode branch : known.path("allOf")) {
            String event = branch.at("/if/properties/event/const").asText();
            assertThat(branch.at("/then/properties/args/$ref").asText())
                    .isEqualTo("#/$defs/" + contract + "/$defs/" + event);
            told.add(event);
        }
        assertThat(told).containsExactlyElementsOf(events.keySet());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void ofEachEventItNamesTheParametersAndTheirTypes(String contract) {
        events(contract).forEach((event, declaration) -> assertThat(schema.at("/$defs/" + contract + "/$defs/" + event))
                .as(event)
                .isEqualTo(arguments(declaration.path("inputs"))));
    }

    /** As the protocol has it: the parameters by their Solidity names. */
    private static JsonNode arguments(JsonNode inputs) {
        ObjectNode arguments = JSON.createObjectNode().put("type", "object");
        arguments.putArray("required");
        arguments.put("additionalProperties", false);
        arguments.putObject("properties");
        for (JsonNode input : inputs) {
            String name = input.path("name").asText();
            String type = input.path("type").asText();
            boolean hashed = input.path("indexed").booleanValue()
                    && (type.equals("string") || type.equals("bytes") || type.endsWith("]"));
            arguments.withArray("required").add(name);
            arguments.withObject("/properties").set(name, form(hashed ? "bytes32" : type));
        }
        return arguments;
    }

    private static JsonNode form(String type) {
        int array = type.lastIndexOf('[');
        if (array < 0) {
            return JSON.createObjectNode().put("$ref", "#/$defs/" + type);
        }
        ObjectNode items = JSON.createObjectNode().put("type", "array");
        items.set("items", form(type.substring(0, array)));
        if (!type.endsWith("[]")) {
            int length = Integer.parseInt(type.substring(array + 1, type.length() - 1));
            items.put("minItems", length).put("maxItems", length);
        }
        return items;
    }

    @Test
    void itsFormsAreThoseOfTheTypes() {
        schema.path("$defs").properties().forEach(definition -> {
            if (!CONTRACTS.contains(definition.getKey())) {
                assertThat(definition.getValue()).isEqualTo(scalar(definition.getKey()));
            }
        });
    }

    private static JsonNode scalar(String type) {
        ObjectNode form = JSON.createObjectNode();
        if (type.startsWith("uint")) {
            int bits = Integer.parseInt(type.substring("uint".length()));
            BigInteger largest = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
            return bits > WIDEST_JSON_NUMBER_BITS
                    ? form.put("type", "string")
                            .put(
                                    "pattern",
                                    "^(0|[1-9][0-9]{0," + (largest.toString().length() - 1) + "})$")
                    : form.put("type", "integer").put("minimum", 0).set("maximum", smallest(largest.longValueExact()));
        }
        return switch (type) {
            case "bool" -> form.put("type", "boolean");
            case "string" -> form.put("type", "string");
            case "address" -> form.put("type", "string").put("pattern", "^0x[0-9a-f]{40}$");
            case "bytes32" -> form.put("type", "string").put("pattern", "^0x[0-9a-f]{64}$");
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** As the reader holds a number. */
    private static JsonNode smallest(long number) {
        return number <= Integer.MAX_VALUE
                ? JsonNodeFactory.instance.numberNode((int) number)
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
