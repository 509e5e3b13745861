package dev.tributary.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The value bytes of {@code chain.events.v1}: UTF-8 JSON, as {@code schemas/chain.events.v1.json} describes it. */
public final class ChainEventJson {
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(20)
                    .build())
            .build();
    private static final ObjectReader READER =
            new ObjectMapper(FACTORY).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ChainEventJson() {}

    /** The canonical bytes of a record: the same event always gives the same bytes. */
    public static byte[] write(ChainEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("chainId", event.chainId());
            json.writeNumberField("ordinal", event.ordinal());
            json.writeObjectFieldStart("block");
            json.writeNumberField("number", event.blockNumber());
            json.writeStringField("hash", event.blockHash());
            json.writeNumberField("timestamp", event.blockTimestampSeconds());
            json.writeEndObject();
            if (!event.isBlockFinalized()) {
                json.writeStringField("transaction", event.transaction());
                json.writeNumberField("logIndex", event.logIndex());
                json.writeStringField("contract", event.contract());
                json.writeStringField("address", event.address());
            }
            json.writeStringField("event", event.event());
            if (!event.isBlockFinalized()) {
                json.writeFieldName("args");
                json.writeRawValue(event.args());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #write} wrote; unknown members are ignored. */
    public static ChainEvent read(byte[] value) throws ChainEventFormatException {
        JsonNode root = parse(value);
        JsonNode block = member(root, "block");
        long chainId = wholeNumber(root, "chainId");
        long ordinal = wholeNumber(root, "ordinal");
        long number = wholeNumber(block, "number");
        String hash = matching(block, "hash", HASH);
        long timestamp = wholeNumber(block, "timestamp");
        String event = text(root, "event");
        if (!root.has("contract") && event.equals(ChainEvent.BLOCK_FINALIZED)) {
            return ChainEvent.blockFinalized(chainId, ordinal, number, hash, timestamp);
        }
        return new ChainEvent(
                chainId,
                ordinal,
                number,
                hash,
                timestamp,
                matching(root, "transaction", HASH),
                logIndex(root),
                text(root, "contract"),
                matching(root, "address", ADDRESS),
                event,
                arguments(root));
    }

    private static JsonNode parse(byte[] value) throws ChainEventFormatException {
        try {
            return READER.readTree(value);
        } catch (JsonProcessingException e) {
            throw new ChainEventFormatException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ChainEventFormatException("not readable: " + e.getMessage(), e);
        }
    }

    private static JsonNode member(JsonNode parent, String name) throws ChainEventFormatException {
        JsonNode member = parent.get(name);
        if (member == null) {
            throw new ChainEventFormatException("'" + name + "' is missing");
        }
        return member;
    }

    private static long wholeNumber(JsonNode parent, String name) throws ChainEventFormatException {
        JsonNode member = member(parent, name);
        if (!member.isIntegralNumber() || !member.canConvertToLong() || member.longValue() < 0) {
            throw new ChainEventFormatException("'" + name + "' is not a whole number from 0");
        }
        return member.longValue();
    }

    private static int logIndex(JsonNode root) throws ChainEventFormatException {
        long index = wholeNumber(root, "logIndex");
        if (index > Integer.MAX_VALUE) {
            throw new ChainEventFormatException("'logIndex' is too large");
        }
        return (int) index;
    }

    private static String text(JsonNode parent, String name) throws ChainEventFormatException {
        JsonNode member = member(parent, name);
        if (!member.isTextual() || member.textValue().isEmpty()) {
            throw new ChainEventFormatException("'" + name + "' is not a text");
        }
        return member.textValue();
    }

    private static String matching(JsonNode parent, String name, Pattern form) throws ChainEventFormatException {
        String text = text(parent, name);
        if (!form.matcher(text).matches()) {
            throw new ChainEventFormatException("'" + name + "' does not have the form " + form);
        }
        return text;
    }

    private static String arguments(JsonNode root) throws ChainEventFormatException {
        JsonNode arguments = member(root, "args");
        if (!arguments.isObject()) {
            throw new ChainEventFormatException("'args' is not an object");
        }
        return arguments.toString();
    }
}
