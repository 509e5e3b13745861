package dev.tributary.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;

/**
 * The declaration of one Solidity event.
 *
 * @param topic hash of the signature, the first topic of every log of the event
 */
record EventShape(String name, String topic, List<Parameter> parameters) {
    /** @param isIndexed whether the value is a topic; a type of variable length is then only there as its hash */
    record Parameter(String name, String type, boolean isIndexed) {
        boolean isHashed() {
            return isIndexed && (type.equals("string") || type.equals("bytes") || type.endsWith("]"));
        }

        String encodedType() {
            return isHashed() ? "bytes32" : type;
        }
    }

    static EventShape of(JsonNode declaration) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode input : declaration.get("inputs")) {
            parameters.add(new Parameter(
                    input.get("name").textValue(),
                    input.get("type").textValue(),
                    input.get("indexed").booleanValue()));
        }
        String name = declaration.get("name").textValue();
        String signature = parameters.stream().map(Parameter::type).collect(Collectors.joining(",", name + "(", ")"));
        String topic = Hex.of(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII)));
        return new EventShape(name, topic, List.copyOf(parameters));
    }

    /** The JSON object text of a log's parameters; fails when the log does not hold exactly these. */
    String arguments(EvmLog log) {
        List<Parameter> inPayload =
                parameters.stream().filter(parameter -> !parameter.isIndexed()).toList();
        List<Type<?>> values = decodeAll(log.payload(), inPayload);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        int topics = 1;
        int position = 0;
        for (Parameter parameter : parameters) {
            Type<?> value = parameter.isIndexed()
                    ? decodeAll(log.topics().get(topics++), List.of(parameter)).get(0)
                    : values.get(position++);
            arguments.set(parameter.name(), AbiJson.of(value));
        }
        if (topics != log.topics().size()) {
            throw new IllegalArgumentException("the log has " + log.topics().size() + " topics, not " + topics);
        }
        return arguments.toString();
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static List<Type<?>> decodeAll(String encoded, List<Parameter> parameters) {
        List<TypeReference<Type>> types = new ArrayList<>();
        for (Parameter parameter : parameters) {
            types.add(reference(parameter.encodedType()));
        }
        List<Type<?>> values = new ArrayList<>();
        FunctionReturnDecoder.decode(encoded, types).forEach(values::add);
        if (values.size() != parameters.size()) {
            throw new IllegalArgumentException("the payload is too short for " + parameters);
        }
        return values;
    }

    @SuppressWarnings("rawtypes")
    private static TypeReference reference(String type) {
        try {
            return Objects.requireNonNull(TypeReference.makeTypeReference(type));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no decoder for the Solidity type " + type, e);
        }
    }
}
