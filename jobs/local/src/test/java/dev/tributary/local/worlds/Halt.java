package dev.tributary.local.worlds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What must stop everything when a world's logs have it: whoever went on would pay somebody wrongly. */
enum Halt {
    EVENT_OF_ANOTHER_CHAIN("CHAIN_ID_MISMATCH", Seen.BY_THE_JOB, Halt::ofAnotherChain),
    LINE_CUT_OFF("CHAIN_RECORD_MALFORMED", Seen.BY_THE_RULES, Halt::cutOff),
    BLOCK_CHANGED("CHAIN_BLOCK_CHANGED", Seen.BY_THE_RULES, Halt::blockChanged),
    TIME_REVERSED("CHAIN_TIME_REVERSED", Seen.BY_THE_RULES, Halt::timeReversed),
    FROZEN_TWICE("FREEZE_IMPOSSIBLE", Seen.BY_THE_RULES, ofModel((script, model) -> {
        script.frozen(model);
        script.frozen(model);
    })),
    RELEASED_TWICE("FREEZE_IMPOSSIBLE", Seen.BY_THE_RULES, ofModel((script, model) -> {
        script.unfrozen(model, ChainScript.NO_ONE);
        script.unfrozen(model, ChainScript.NO_ONE);
    })),
    REGISTERED_TWICE(
            "LINEAGE_IMPOSSIBLE", Seen.BY_THE_RULES, ofModel((script, model) -> register(script, model, 1, List.of()))),
    PARENT_UNKNOWN(
            "LINEAGE_IMPOSSIBLE",
            Seen.BY_THE_RULES,
            ofModel((script, model) -> register(script, other("1"), 1, List.of(model, other("2"))))),
    PARENT_NAMED_TWICE(
            "LINEAGE_IMPOSSIBLE",
            Seen.BY_THE_RULES,
            ofModel((script, model) -> register(script, other("1"), 1, List.of(model, model)))),
    MORE_THAN_THE_WHOLE("LINEAGE_NOT_WHOLE", Seen.BY_THE_RULES, ofModel((script, model) -> {
        register(script, other("1"), 60_000_000, List.of());
        register(script, other("2"), 60_000_000, List.of());
        register(script, other("3"), 1, List.of(other("1"), other("2")));
        script.sold(ChainScript.MARKETPLACE, other("3"), BigInteger.TEN);
    })),
    SOLD_UNREGISTERED(
            "LINEAGE_MISSING",
            Seen.BY_THE_RULES,
            ofModel((script, model) -> script.sold(ChainScript.MARKETPLACE, other("1"), BigInteger.TEN))),
    NO_FEE("PLATFORM_TERMS_MISSING", Seen.BY_THE_RULES, (world, chance) -> without(world, "FeeChanged")),
    NO_TREASURY("PLATFORM_TERMS_MISSING", Seen.BY_THE_RULES, (world, chance) -> without(world, "TreasuryChanged")),
    EVENT_LOST("CHAIN_LOG_GAP", Seen.BY_A_REPLAY, Halt::eventLost),
    TWO_REGISTRIES("GATEWAY_REGISTRIES_TWO", Seen.BY_A_REPLAY, Halt::twoRegistries);

    final String code;
    final Seen seen;

    @SuppressWarnings("ImmutableEnumChecker") // functions of their arguments alone
    private final BiFunction<World, Chance, World> plant;

    /** Who can tell at all, besides the auditor. */
    enum Seen {
        /** And so by the job, which runs them. */
        BY_THE_RULES,
        /** Before the rules are asked. */
        BY_THE_JOB,
        /** The job would wait for what is missing, or knows its contracts. */
        BY_A_REPLAY
    }

    Halt(String code, Seen seen, BiFunction<World, Chance, World> plant) {
        this.code = code;
        this.seen = seen;
        this.plant = plant;
    }

    /** The same world, but for this. */
    World plantedIn(World world) {
        return plant.apply(world, new Chance(world.seed()));
    }

    private interface OfModel {
        void write(ChainScript script, String model);
    }

    /** At any place after a registration. */
    private static BiFunction<World, Chance, World> ofModel(OfModel events) {
        return (world, chance) -> {
            ChainEdit edit = new ChainEdit(world);
            List<Integer> registrations =
                    edit.accepted(record -> ChainEdit.is(record, "ModelRegistry", "ModelRegistered"));
            int registered = chance.of(registrations);
            String model =
                    edit.at(registered).required("args").required("modelId").asText();
            List<Integer> later = new ArrayList<>(edit.accepted(record -> true));
            later.removeIf(index -> index < registered);
            edit.insertAfter(chance.of(later), script -> events.write(script, model));
            return edit.applyTo(world);
        };
    }

    private static void register(ChainScript script, String model, long share, List<String> parents) {
        script.registered(model, ChainScript.MARKETPLACE, parents, 0, share);
    }

    /** A model that no world has. */
    private static String other(String digit) {
        return "0x" + digit.repeat(64);
    }

    private static World ofAnotherChain(World world, Chance chance) {
        ChainEdit edit = new ChainEdit(world);
        edit.at(chance.between(1, edit.size() - 1)).put("chainId", 1);
        return edit.applyTo(world);
    }

    private static World cutOff(World world, Chance chance) {
        List<String> chain = new ArrayList<>(world.chain());
        int index = chance.below(chain.size());
        chain.set(
                index,
                chain.get(index).substring(0, chance.between(1, chain.get(index).length() - 1)));
        return new World(world.seed(), world.shape(), chain, world.usage());
    }

    private static World blockChanged(World world, Chance chance) {
        ChainEdit edit = new ChainEdit(world);
        int index = chance.of(edit.accepted(record -> true));
        ObjectNode again = edit.at(index).deepCopy();
        again.withObject("/block").put("hash", "0x" + "c".repeat(64));
        edit.resendAt(chance.between(index + 1, edit.size()), again);
        return edit.applyTo(world);
    }

    private static World timeReversed(World world, Chance chance) {
        ChainEdit edit = new ChainEdit(world);
        int index = chance.of(edit.finalities());
        edit.insertAfter(index, script -> script.authorised(ChainScript.NO_ONE));
        ObjectNode block = edit.at(index + 1).withObject("/block");
        block.put("number", Integer.MAX_VALUE).put("hash", "0x" + "c".repeat(64));
        block.put("timestamp", block.required("timestamp").longValue() - 1);
        return edit.applyTo(world);
    }

    private static World without(World world, String event) {
        ChainEdit edit = new ChainEdit(world);
        edit.remove(record -> ChainEdit.is(record, "RoyaltyVault", event));
        return edit.applyTo(world);
    }

    private static World eventLost(World world, Chance chance) {
        ChainEdit edit = new ChainEdit(world);
        int last = edit.accepted(record -> true).size();
        edit.lose(chance.between(1, last - 1));
        return edit.applyTo(world);
    }

    private static World twoRegistries(World world, Chance chance) {
        ChainEdit edit = new ChainEdit(world);
        edit.insertAfter(
                chance.of(edit.accepted(record -> true)),
                script -> script.as(Impostors.ADDRESS, () -> script.authorised(ChainScript.NO_ONE)));
        return edit.applyTo(world);
    }
}
