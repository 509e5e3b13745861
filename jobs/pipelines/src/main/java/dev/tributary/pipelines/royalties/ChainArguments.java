package dev.tributary.pipelines.royalties;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** The parameters of one event by their Solidity names. One that is missing or has another form halts settlement. */
public final class ChainArguments {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");

    private final ChainEvent event;
    private final JsonNode arguments;

    private ChainArguments(ChainEvent event, JsonNode arguments) {
        this.event = event;
        this.arguments = arguments;
    }

    public static ChainArguments of(ChainEvent event) {
        try {
            return new ChainArguments(event, MAPPER.readTree(event.args()));
        } catch (JsonProcessingException e) {
            throw malformed(event, "args are not JSON: " + e.getOriginalMessage());
        }
    }

    boolean has(String name) {
        return arguments.has(name);
    }

    public String address(String name) {
        return address(name, member(name));
    }

    List<String> addresses(String name) {
        return array(name).stream().map(node -> address(name, node)).toList();
    }

    public String hash(String name) {
        return hash(name, member(name));
    }

    List<String> hashes(String name) {
        return array(name).stream().map(node -> hash(name, node)).toList();
    }

    public BigInteger integer(String name) {
        return integer(name, member(name));
    }

    public List<BigInteger> integers(String name) {
        return array(name).stream().map(node -> integer(name, node)).toList();
    }

    /** A whole number that Solidity keeps in at most 32 bits. */
    public long small(String name) {
        return small(name, member(name));
    }

    List<Long> smalls(String name) {
        return array(name).stream().map(node -> small(name, node)).toList();
    }

    public String text(String name) {
        JsonNode node = member(name);
        if (!node.isTextual()) {
            throw refuse(name, "a text");
        }
        return node.textValue();
    }

    public boolean flag(String name) {
        JsonNode node = member(name);
        if (!node.isBoolean()) {
            throw refuse(name, "true or false");
        }
        return node.booleanValue();
    }

    private List<JsonNode> array(String name) {
        JsonNode node = member(name);
        if (!node.isArray()) {
            throw refuse(name, "an array");
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    private JsonNode member(String name) {
        JsonNode node = arguments.get(name);
        if (node == null) {
            throw refuse(name, "given");
        }
        return node;
    }

    private String address(String name, JsonNode node) {
        return matching(name, node, ADDRESS, "an address in lower case");
    }

    private String hash(String name, JsonNode node) {
        return matching(name, node, HASH, "32 bytes in lower case");
    }

    private BigInteger integer(String name, JsonNode node) {
        if (node.isIntegralNumber() && node.bigIntegerValue().signum() >= 0) {
            return node.bigIntegerValue();
        }
        return new BigInteger(matching(name, node, WHOLE_NUMBER, "a whole number from 0"));
    }

    private long small(String name, JsonNode node) {
        BigInteger value = integer(name, node);
        if (value.bitLength() > Integer.SIZE) {
            throw refuse(name, "a number of at most 32 bits");
        }
        return value.longValueExact();
    }

    private String matching(String name, JsonNode node, Pattern form, String expected) {
        if (!node.isTextual() || !form.matcher(node.textValue()).matches()) {
            throw refuse(name, expected);
        }
        return node.textValue();
    }

    private SuppressRestartsException refuse(String name, String expected) {
        return malformed(event, "argument '" + name + "' is not " + expected);
    }

    static SuppressRestartsException malformed(ChainEvent event, String what) {
        return SettlementHalted.because(
                "CHAIN_RECORD_MALFORMED",
                what + "; " + event.contract() + "." + event.event() + " with ordinal " + event.ordinal() + " in block "
                        + event.blockNumber() + ". The chain log and this job do not agree on the contracts' events:"
                        + " run versions that belong together.");
    }
}
