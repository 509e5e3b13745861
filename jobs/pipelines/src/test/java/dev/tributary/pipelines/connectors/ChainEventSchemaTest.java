package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.chain.DecodedEvent;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EvmLog;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.pipelines.TopicSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.TypeDecoder;
import org.web3j.abi.datatypes.Type;

/** Every event of every contract, as the ingestion decodes and writes it, keeps to the schema of chain.events.v1. */
final class ChainEventSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESS = "0x" + "ab".repeat(20);
    private static final String HASH = "0x" + "cd".repeat(32);

    static Stream<Arguments> events() {
        return ChainEventAbiTest.CONTRACTS.stream()
                .flatMap(contract -> ChainEventAbiTest.events(contract).entrySet().stream()
                        .map(event -> Arguments.of(contract, event.getKey(), event.getValue())));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("events")
    void whatTheIngestionWritesKeepsToTheSchema(String contract, String event, JsonNode declaration) throws Exception {
        EventDecoder decoder = EventDecoder.of(new Deployment(31_337, 0, Map.of(contract, ADDRESS)));
        for (boolean largest : new boolean[] {false, true}) {
            DecodedEvent decoded = decoder.decode(log(declaration, largest));
            assertThat(decoded.event()).isEqualTo(event);
            byte[] written = ChainEventJson.write(
                    new ChainEvent(31_337, 1, 1, HASH, 1, HASH, 0, contract, ADDRESS, decoded.event(), decoded.args()));
            assertThat(TopicSchema.of("chain.events.v1").violations(written)).isEmpty();
            assertThat(ChainEventJson.read(written).args()).isEqualTo(decoded.args());
            assertOtherArgumentsAreSeen(contract, event, decoded.args());
        }
    }

    /** One less, one more, and each of another type. */
    private static void assertOtherArgumentsAreSeen(String contract, String event, String args) throws Exception {
        List<ObjectNode> others = new ArrayList<>();
        for (var argument : JSON.readTree(args).properties()) {
            ObjectNode less = (ObjectNode) JSON.readTree(args);
            less.remove(argument.getKey());
            others.add(less);
            ObjectNode another = (ObjectNode) JSON.readTree(args);
            another.putObject(argument.getKey());
            others.add(another);
        }
        others.add(((ObjectNode) JSON.readTree(args)).put("more", 1));
        TopicSchema schema = TopicSchema.of("chain.events.v1");
        for (ObjectNode other : others) {
            byte[] written = ChainEventJson.write(
                    new ChainEvent(31_337, 1, 1, HASH, 1, HASH, 0, contract, ADDRESS, event, other.toString()));
            assertThat(schema.violations(written)).as(other.toString()).isNotEmpty();
        }
    }

    private static EvmLog log(JsonNode declaration, boolean largest) throws Exception {
        String name = declaration.path("name").asText();
        List<String> types = new ArrayList<>();
        List<String> topics = new ArrayList<>();
        @SuppressWarnings("rawtypes")
        List<Type> payload = new ArrayList<>();
        for (JsonNode input : declaration.path("inputs")) {
            String type = input.path("type").asText();
            types.add(type);
            Type<?> value = TypeDecoder.instantiateType(type, value(type, largest));
            if (input.path("indexed").booleanValue()) {
                topics.add("0x" + FunctionEncoder.encodeConstructor(List.of(value)));
            } else {
                payload.add(value);
            }
        }
        String signature = types.stream().collect(Collectors.joining(",", name + "(", ")"));
        topics.add(0, Hex.of(Keccak.hash(signature.getBytes(US_ASCII))));
        return new EvmLog(1, HASH, HASH, 0, ADDRESS, topics, "0x" + FunctionEncoder.encodeConstructor(payload));
    }

    private static Object value(String type, boolean largest) {
        int array = type.lastIndexOf('[');
        if (array > 0) {
            String length = type.substring(array + 1, type.length() - 1);
            Object item = value(type.substring(0, array), largest);
            return length.isEmpty()
                    ? (largest ? List.of(item, item) : List.of())
                    : Collections.nCopies(Integer.parseInt(length), item);
        }
        if (type.startsWith("uint")) {
            int bits = Integer.parseInt(type.substring(4));
            return largest ? BigInteger.TWO.pow(bits).subtract(BigInteger.ONE) : BigInteger.ZERO;
        }
        if (type.startsWith("bytes") && type.length() > 5) {
            return Hex.bytes("0x" + (largest ? "ff" : "00").repeat(Integer.parseInt(type.substring(5))));
        }
        return switch (type) {
            case "address" -> largest ? "0x" + "ff".repeat(20) : "0x" + "00".repeat(20);
            case "bool" -> largest;
            case "string" -> largest ? "5 € \" \\ \n" : "";
            default -> throw new IllegalArgumentException(type);
        };
    }
}
