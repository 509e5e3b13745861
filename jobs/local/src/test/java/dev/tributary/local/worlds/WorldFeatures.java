package dev.tributary.local.worlds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.TokenTotal.Kind;
import dev.tributary.local.audit.UsageLogRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks what a world has in it, by its logs and by what the auditor made of them. */
final class WorldFeatures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FEW_REASONS = 7;
    private static final Pattern TIME = Pattern.compile("\"time\":\"([0-9T:-]+(?:\\.[0-9]{1,9})?Z)\"");

    private final World world;
    private final EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
    private final Map<String, Family> families = new HashMap<>();
    private final Set<String> frozen = new HashSet<>();
    private final Map<String, List<String>> turnsOfPeriod = new HashMap<>();
    private final Map<Long, Long> blockOfTime = new HashMap<>();
    private final Map<String, Long> registeredIn = new HashMap<>();
    private final Set<String> changedOnce = new HashSet<>();

    private record Family(boolean absolute, List<String> parents) {}

    private WorldFeatures(World world) {
        this.world = world;
    }

    static Set<Feature> of(World world, AuditResult audited) {
        WorldFeatures features = new WorldFeatures(world);
        features.readShape();
        features.readChain();
        features.readUsage();
        features.readOutcome(audited);
        return features.found;
    }

    private void addIf(boolean has, Feature feature) {
        if (has) {
            found.add(feature);
        }
    }

    private void readShape() {
        long periodMillis = world.shape().periodMillis();
        addIf(periodMillis % 1_000 != 0, Feature.PERIOD_OF_NO_WHOLE_SECONDS);
        addIf(periodMillis == world.shape().grainMillis(), Feature.PERIOD_OF_ONE_MINUTE);
    }

    private void readChain() {
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
                addIf(block == lastBlock, Feature.TWO_EVENTS_IN_A_BLOCK);
                lastBlock = block;
                readTime(block, event.at("/block/timestamp").longValue());
                read(event, block, event.path("args"));
            }
        }
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
            case "ModelRegistry.SplitChanged" -> addIf(args.path("accounts").size() > 10, Feature.SPLIT_OF_MANY);
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
            default -> {
                // Nothing that a feature stands for.
            }
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
        families.put(model, new Family(args.path("royaltyPolicy").intValue() == 0, parents));
        registeredIn.put(model, block);
        addIf(!parents.isEmpty(), Feature.REGISTRATION_WITH_PARENTS);
        addIf(parents.size() == 16, Feature.SIXTEEN_PARENTS);
        Map<String, Integer> grandparents = new HashMap<>();
        for (String parent : parents) {
            Family family = families.get(parent);
            if (family != null) {
                new HashSet<>(family.parents()).forEach(of -> grandparents.merge(of, 1, Integer::sum));
            }
        }
        grandparents.forEach((ancestor, paths) -> {
            Family family = families.get(ancestor);
            if (paths > 1 && family != null) {
                found.add(family.absolute() ? Feature.LAP_DIAMOND : Feature.LRP_DIAMOND);
            }
        });
    }

    private void readUsage() {
        Map<Integer, UsageLogRecord> last = new HashMap<>();
        Set<String> gateways = new HashSet<>();
        for (UsageLogRecord record : world.usage()) {
            UsageLogRecord before = last.put(record.partition(), record);
            if (before != null) {
                addIf(record.offset() > before.offset() + 1, Feature.OFFSETS_WITH_GAPS);
                addIf(record.appendTimeMillis() < before.appendTimeMillis(), Feature.BROKER_CLOCK_STEPS_BACK);
            }
            addIf(record.headers().containsKey("heartbeat"), Feature.HEARTBEAT);
            gateways.add(record.headers().getOrDefault("gateway", ""));
            String value = new String(record.value(), StandardCharsets.UTF_8);
            addIf(value.contains("\"pass\":"), Feature.PASS_CITED);
            for (Matcher times = TIME.matcher(value); times.find(); ) {
                readLineTime(times.group(1), record.appendTimeMillis());
            }
        }
        addIf(last.size() > 1, Feature.SEVERAL_PARTITIONS);
        addIf(gateways.size() > 2, Feature.SEVERAL_GATEWAYS);
    }

    private void readLineTime(String time, long appendMillis) {
        long eventMillis;
        try {
            eventMillis = Instant.parse(time).toEpochMilli();
        } catch (DateTimeException e) {
            return; // Spoiled on purpose.
        }
        addIf(eventMillis < appendMillis - world.shape().graceMillis(), Feature.LATE_LINE);
        long intoPeriod = Math.floorMod(eventMillis + 1, world.shape().periodMillis());
        addIf(intoPeriod <= 1, Feature.LINE_AT_A_PERIODS_EDGE);
    }

    private void readOutcome(AuditResult audited) {
        addIf(audited.lines().duplicate() > 0, Feature.DUPLICATE_LINES);
        addIf(audited.lines().refusals().size() > FEW_REASONS, Feature.ALL_REASONS_BUT_FEW);
        addIf(world.shape().fundAll(), Feature.FUND_ALL);
        addIf(!world.shape().permissions(), Feature.NO_PERMISSIONS);
        Set<String> tokens = new HashSet<>();
        boolean unfunded = false;
        boolean held = false;
        for (AuditedBatch batch : audited.batches()) {
            batch.lines().forEach(line -> tokens.add(line.token()));
            for (var total : batch.totals()) {
                addIf(has(total.amounts(), Kind.REVENUE), Feature.FUNDED_REVENUE);
                addIf(unfunded && has(total.amounts(), Kind.REVENUE), Feature.FUNDED_LATER_THAN_BOOKED);
                addIf(has(total.amounts(), Kind.WRITTEN_OFF), Feature.WRITTEN_OFF);
                addIf(has(total.amounts(), Kind.VOID), Feature.VOID);
                addIf(has(total.amounts(), Kind.WITHDRAWN), Feature.WITHDRAWN);
                addIf(has(total.amounts(), Kind.SOLD), Feature.SOLD);
            }
            addIf(held && batch.suspense().isEmpty(), Feature.SUSPENSE_PAID_OUT);
            held = !batch.suspense().isEmpty();
            unfunded = !batch.unfunded().isEmpty();
            addIf(held, Feature.SUSPENSE);
            addIf(unfunded, Feature.UNFUNDED);
        }
        addIf(tokens.size() > 1, Feature.SEVERAL_TOKENS);
    }

    private static boolean has(Map<Kind, BigInteger> amounts, Kind kind) {
        return amounts.getOrDefault(kind, BigInteger.ZERO).signum() > 0;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
