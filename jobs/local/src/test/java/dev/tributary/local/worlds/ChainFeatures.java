package dev.tributary.local.worlds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks what the chain's log of a world has in it. */
final class ChainFeatures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
    private final Family family = new Family(false);
    private final Map<String, Relatives> families = new HashMap<>();
    private final Set<String> frozen = new HashSet<>();
    private final Map<String, List<String>> turnsOfPeriod = new HashMap<>();
    private final Map<Long, Long> blockOfTime = new HashMap<>();
    private final Map<String, Long> registeredIn = new HashMap<>();
    private final Set<String> changedOnce = new HashSet<>();
    private final Set<Long> busyBlocks = new HashSet<>();
    private final Set<Long> idleBlocks = new HashSet<>();
    private long lastThatMattersSeconds;
    private long lastSeconds;

    private record Relatives(boolean absolute, List<String> parents) {}

    private ChainFeatures(World world) {
        this.world = world;
    }

    static Set<Feature> of(World world) {
        ChainFeatures features = new ChainFeatures(world);
        features.read();
        return features.found;
    }

    private void addIf(boolean has, Feature feature) {
        if (has) {
            found.add(feature);
        }
    }

    private void read() {
        long accepted = 0;
        long lastBlock = -1;
        for (String text : world.chain()) {
            JsonNode event = json(text);
            long ordinal = event.path("ordinal").longValue();
            if (!event.has("contract")) {
                continue;
            }
            addIf(ordinal <= accepted, Feature.EVENT_SENT_AGAIN);
            addIf(ordinal > accepted + 1, Feature.EVENT_AHEAD_OF_A_GAP);
            if (ordinal == accepted + 1) {
                accepted = ordinal;
                long block = event.at("/block/number").longValue();
                if (isOfAnImpostor(event)) {
                    continue;
                }
                addIf(block == lastBlock, Feature.TWO_EVENTS_IN_A_BLOCK);
                lastBlock = block;
                readTime(block, event.at("/block/timestamp").longValue());
                readMatter(event, block);
                read(event, block, event.path("args"));
            }
        }
        addIf(!idleBlocks.isEmpty(), Feature.BLOCK_THAT_MOVES_NOTHING);
        addIf(
                lastSeconds * 1_000 / world.shape().periodMillis()
                        > lastThatMattersSeconds * 1_000 / world.shape().periodMillis(),
                Feature.PERIOD_THAT_MOVES_NOTHING_AT_LAST);
    }

    private void readTime(long block, long seconds) {
        Long other = blockOfTime.putIfAbsent(seconds, block);
        if (other != null && other != block) {
            found.add(Feature.TWO_BLOCKS_OF_ONE_TIME);
            addIf(seconds * 1_000 % world.shape().grainMillis() == 0, Feature.TWO_BLOCKS_OF_ONE_TIME_AT_A_MINUTE);
            addIf(seconds * 1_000 % world.shape().periodMillis() == 0, Feature.TWO_BLOCKS_OF_ONE_TIME_AT_A_PERIOD);
        }
    }

    private void read(JsonNode event, long block, JsonNode args) {
        String model = args.path("modelId").asText();
        long seconds = event.at("/block/timestamp").longValue();
        switch (event.path("contract").asText() + "." + event.path("event").asText()) {
            case "ModelRegistry.ModelRegistered" -> register(args, model, block);
            case "ModelRegistry.TermsChanged" -> {
                addIf(args.path("effectiveAt").asLong() > seconds, Feature.TERMS_SCHEDULED);
                addIf(args.path("passRequired").booleanValue(), Feature.PASS_REQUIRED);
                addIf(!changedOnce.add("terms " + model), Feature.TERMS_CHANGED);
            }
            case "ModelRegistry.SplitChanged" -> {
                addIf(args.path("accounts").size() > 10, Feature.SPLIT_OF_MANY);
                addIf(args.path("accounts").size() == 64, Feature.SPLIT_OF_SIXTY_FOUR);
            }
            case "ModelRegistry.Transfer" ->
                addIf(!args.path("from").asText().equals(ChainScript.NO_ONE), Feature.NFT_SOLD);
            case "ModelRegistry.ModelFrozen" -> {
                found.add(Feature.FREEZE);
                frozen.add(model);
                turn(model, seconds, "freeze");
            }
            case "ModelRegistry.ModelUnfrozen" -> {
                frozen.remove(model);
                turn(model, seconds, "release");
                addIf(args.path("redirectTo").asText().equals(ChainScript.NO_ONE), Feature.RELEASE);
                addIf(!args.path("redirectTo").asText().equals(ChainScript.NO_ONE), Feature.REDIRECT);
            }
            case "RoyaltyVault.RevenueReceived" -> {
                found.add(Feature.SALE);
                addIf(frozen.contains(model), Feature.SALE_OF_A_FROZEN_MODEL);
                addIf(registeredIn.getOrDefault(model, -1L) == block, Feature.SALE_IN_THE_BLOCK_OF_THE_REGISTRATION);
            }
            case "RoyaltyVault.FeeChanged" -> addIf(!changedOnce.add("fee"), Feature.FEE_CHANGED);
            case "RoyaltyVault.TreasuryChanged" -> addIf(!changedOnce.add("treasury"), Feature.TREASURY_CHANGED);
            case "RoyaltyVault.Deposited" -> found.add(Feature.DEPOSIT);
            case "RoyaltyVault.WithdrawalRequested" -> found.add(Feature.WITHDRAWAL_REQUEST);
            case "RoyaltyVault.SpendLimitChanged" -> {
                boolean lifted = new BigInteger(args.path("perPeriod").asText()).bitLength() == 256;
                found.add(lifted ? Feature.SPEND_LIMIT_LIFTED : Feature.SPEND_LIMIT);
            }
            case "AccessPass.PassIssued" -> found.add(Feature.PASS_ISSUED);
            case "AccessPass.PassRevoked" -> found.add(Feature.PASS_REVOKED);
            case "AccessPass.Transfer" -> found.add(Feature.PASS_TRANSFER);
            case "GatewayRegistry.GatewayRevoked" -> found.add(Feature.GATEWAY_REVOKED);
            case "GatewayRegistry.GatewayDisallowed" -> found.add(Feature.GATEWAY_DISALLOWED);
            case "RoyaltyVault.Claimed" -> found.add(Feature.CLAIM);
            case "Marketplace.Purchased" -> found.add(Feature.PURCHASE);
            case "Marketplace.Released" -> found.add(Feature.PURCHASE_RELEASED);
            case "Marketplace.Refunded" -> found.add(Feature.PURCHASE_REFUNDED);
            default -> {
                // Nothing that a feature stands for.
            }
        }
    }

    private boolean isOfAnImpostor(JsonNode event) {
        String address = event.path("address").asText();
        boolean impostor =
                !address.equals(ChainScript.CONTRACTS.get(event.path("contract").asText()));
        addIf(impostor, Feature.IMPOSTOR);
        addIf(impostor && ChainScript.CONTRACTS.containsValue(address), Feature.IMPOSTOR_AT_ANOTHER_CONTRACT);
        return impostor;
    }

    private void readMatter(JsonNode event, long block) {
        boolean matters = Bystanders.THAT_MATTER.contains(
                event.path("contract").asText() + "." + event.path("event").asText());
        if (matters) {
            lastThatMattersSeconds = event.at("/block/timestamp").longValue();
            idleBlocks.remove(block);
            busyBlocks.add(block);
            return;
        }
        lastSeconds = event.at("/block/timestamp").longValue();
        if (!busyBlocks.contains(block)) {
            idleBlocks.add(block);
        }
    }

    private void turn(String model, long seconds, String turn) {
        String key = model + " " + seconds * 1_000 / world.shape().periodMillis();
        List<String> turns = turnsOfPeriod.computeIfAbsent(key, unseen -> new ArrayList<>());
        turns.add(turn);
        addIf(
                String.join(" ", turns).contains("freeze release freeze"),
                Feature.FREEZE_RELEASE_AND_FREEZE_IN_ONE_PERIOD);
    }

    private void register(JsonNode args, String model, long block) {
        List<String> parents = new ArrayList<>();
        args.path("parents").forEach(parent -> parents.add(parent.asText()));
        boolean absolute = args.path("royaltyPolicy").intValue() == 0;
        Family.Member member = family.read(absolute, args.path("royaltyShare").longValue(), parents);
        family.add(model, member);
        addIf(member.givesAllAway(), Feature.FULL_STACK);
        addIf(member.ancestorBound() > Family.MOST_ANCESTORS * 9 / 10, Feature.ANCESTORS_NEAR_THE_BOUND);
        families.put(model, new Relatives(absolute, parents));
        registeredIn.put(model, block);
        addIf(!parents.isEmpty(), Feature.REGISTRATION_WITH_PARENTS);
        addIf(parents.size() == 16, Feature.SIXTEEN_PARENTS);
        Map<String, Integer> grandparents = new HashMap<>();
        for (String parent : parents) {
            Relatives known = families.get(parent);
            if (known != null) {
                new HashSet<>(known.parents()).forEach(of -> grandparents.merge(of, 1, Integer::sum));
            }
        }
        grandparents.forEach((ancestor, paths) -> {
            Relatives known = families.get(ancestor);
            if (paths > 1 && known != null) {
                found.add(known.absolute() ? Feature.LAP_DIAMOND : Feature.LRP_DIAMOND);
            }
        });
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
