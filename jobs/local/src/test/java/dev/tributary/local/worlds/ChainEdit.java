package dev.tributary.local.worlds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The chain's log of a world, changed as no chain would: everything else stays, with ordinals that have no gap. */
final class ChainEdit {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectNode> records = new ArrayList<>();

    ChainEdit(World world) {
        world.chain().forEach(text -> records.add(parse(text)));
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    ObjectNode at(int index) {
        return records.get(index);
    }

    int size() {
        return records.size();
    }

    static long ordinal(ObjectNode record) {
        return record.required("ordinal").longValue();
    }

    static boolean isEvent(ObjectNode record) {
        return record.has("contract");
    }

    /** Whether it is this event of our own contract. */
    static boolean is(ObjectNode record, String contract, String event) {
        return record.path("contract").asText().equals(contract)
                && record.path("event").asText().equals(event)
                && record.path("address").asText().equals(ChainScript.CONTRACTS.get(contract));
    }

    /** Where the events of a kind are when they are accepted. */
    List<Integer> accepted(Predicate<ObjectNode> kind) {
        List<Integer> indices = new ArrayList<>();
        long accepted = 0;
        for (int index = 0; index < records.size(); index++) {
            ObjectNode record = records.get(index);
            if (isEvent(record) && ordinal(record) == accepted + 1) {
                accepted++;
                if (kind.test(record)) {
                    indices.add(index);
                }
            }
        }
        return indices;
    }

    /** Where a block is said to be final and all events up to it have just been accepted. */
    List<Integer> finalities() {
        List<Integer> indices = new ArrayList<>();
        long accepted = 0;
        for (int index = 0; index < records.size(); index++) {
            ObjectNode record = records.get(index);
            if (isEvent(record)) {
                accepted = ordinal(record) == accepted + 1 ? accepted + 1 : accepted;
            } else if (ordinal(record) == accepted) {
                indices.add(index);
            }
        }
        return indices;
    }

    /** The next events after those that were accepted up to here, in the same block. */
    void insertAfter(int index, Consumer<ChainScript> events) {
        ChainScript script = new ChainScript(World.CHAIN_ID);
        events.accept(script);
        ObjectNode before = records.get(index);
        long last = ordinal(before);
        int count = script.entries().size();
        records.stream()
                .filter(record -> ordinal(record) > last)
                .forEach(record -> record.put("ordinal", ordinal(record) + count));
        List<ObjectNode> inserted = new ArrayList<>();
        for (ChainScript.Entry entry : script.entries()) {
            ObjectNode record = parse(entry.json());
            record.put("ordinal", last + inserted.size() + 1);
            record.set("block", before.required("block").deepCopy());
            inserted.add(record);
        }
        records.addAll(index + 1, inserted);
    }

    /** Sends a record of the log as it stands, without a place of its own. */
    void resendAt(int index, ObjectNode record) {
        records.add(index, record);
    }

    /** As if these events had never been. */
    void remove(Predicate<ObjectNode> kind) {
        List<Long> gone = accepted(kind).stream()
                .map(index -> ordinal(records.get(index)))
                .toList();
        records.removeIf(record -> isEvent(record) && gone.contains(ordinal(record)));
        records.forEach(record -> {
            long ordinal = ordinal(record);
            record.put(
                    "ordinal",
                    ordinal - gone.stream().filter(other -> other <= ordinal).count());
        });
    }

    /** Lost for good. */
    void lose(long ordinal) {
        records.removeIf(record -> isEvent(record) && ordinal(record) == ordinal);
    }

    World applyTo(World world) {
        return new World(
                world.seed(),
                world.shape(),
                records.stream().map(ObjectNode::toString).toList(),
                world.usage());
    }
}
