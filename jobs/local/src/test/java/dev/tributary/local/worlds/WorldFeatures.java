package dev.tributary.local.worlds;

import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.TokenTotal.Kind;
import dev.tributary.local.audit.UsageLogRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks what a world has in it, by its logs and by what the auditor made of them. */
final class WorldFeatures {
    private static final int FEW_REASONS = 7;
    private static final Pattern TIME = Pattern.compile("\"time\":\"([0-9T:-]+(?:\\.[0-9]{1,9})?Z)\"");

    private static final Pattern SIGNATURE = Pattern.compile("0x[0-9a-fA-F]{130}");
    private static final Signer ANOTHER_CHAIN = new Signer(1, ChainScript.GATEWAY_REGISTRY);
    private static final Signer ANOTHER_REGISTRY = new Signer(World.CHAIN_ID, ChainScript.VAULT);

    private final World world;
    private final EnumSet<Feature> found = EnumSet.noneOf(Feature.class);

    private WorldFeatures(World world) {
        this.world = world;
    }

    static Set<Feature> of(World world, AuditResult audited) {
        WorldFeatures features = new WorldFeatures(world);
        features.readShape();
        features.found.addAll(ChainFeatures.of(world));
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
        addIf(!world.shape().signatures(), Feature.NO_SIGNATURES);
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
            readSignature(record);
            String value = new String(record.value(), StandardCharsets.UTF_8);
            addIf(value.contains("\"pass\":"), Feature.PASS_CITED);
            for (Matcher times = TIME.matcher(value); times.find(); ) {
                readLineTime(times.group(1), record.appendTimeMillis());
            }
        }
        addIf(last.size() > 1, Feature.SEVERAL_PARTITIONS);
        addIf(gateways.size() > 2, Feature.SEVERAL_GATEWAYS);
    }

    private void readSignature(UsageLogRecord record) {
        String signature = record.headers().getOrDefault("signature", "");
        if (SIGNATURE.matcher(signature).matches()) {
            boolean ofAnotherChain = ANOTHER_CHAIN.hasSigned(record);
            boolean ofAnotherRegistry = !ofAnotherChain && ANOTHER_REGISTRY.hasSigned(record);
            addIf(ofAnotherChain, Feature.REPORT_FOR_ANOTHER_CHAIN);
            addIf(ofAnotherRegistry, Feature.REPORT_FOR_ANOTHER_REGISTRY);
            addIf(
                    (ofAnotherChain || ofAnotherRegistry) && !world.shape().signatures(),
                    Feature.FORGERY_THAT_NOBODY_LOOKS_AT);
        }
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
}
