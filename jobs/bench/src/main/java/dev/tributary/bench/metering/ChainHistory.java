package dev.tributary.bench.metering;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The chain's log of a workload: a family of models on four levels with terms and splits, payers whose deposits last,
 * and every gateway allowed by every payer, so that every line is counted and paid.
 */
final class ChainHistory {
    static final long FEE_PPM = 25_000;

    private static final int LEVELS = 4;
    private static final int[] LEVEL_SHARE = {1, 9, 30, 60};
    private static final int OWNER_PER_MODELS = 5;
    private static final int MOST_PARENTS = 2;
    private static final int SHARE_STEP = 1_000_000;
    private static final String NOBODY = "0x" + "0".repeat(40);

    private final Workload workload;
    private final SplittableRandom random;
    private final List<byte[]> records = new ArrayList<>();
    private final long seconds;
    private long ordinal;
    private long block;

    private ChainHistory(Workload workload) {
        this.workload = workload;
        this.random = new SplittableRandom(workload.seed() + 1);
        this.seconds = workload.beginMillis() / 1_000 - 86_400;
    }

    /** Values of {@code chain.events.v1}, in order. */
    static List<byte[]> of(Workload workload, List<String> gateways, List<String> payers) {
        ChainHistory history = new ChainHistory(workload);
        history.platform(gateways, payers);
        for (int model = 0; model < workload.models(); model++) {
            history.register(model);
        }
        history.finalized(history.seconds + 1);
        history.finalized(workload.endMillis() / 1_000 + 1);
        return history.records;
    }

    /** Base units per million of calls, input tokens, output tokens and compute milliseconds. */
    static long[] pricesPerMillion(int model) {
        return new long[] {1_000 + model % 97, 150_000 + model % 89, 600_000 + model % 83, 20_000 + model % 79};
    }

    private void platform(List<String> gateways, List<String> payers) {
        event("RoyaltyVault", Cast.VAULT, "FeeChanged", "{\"feePpm\":" + FEE_PPM + "}");
        event("RoyaltyVault", Cast.VAULT, "TreasuryChanged", "{\"treasury\":\"" + Cast.TREASURY + "\"}");
        for (String gateway : gateways) {
            event("GatewayRegistry", Cast.GATEWAY_REGISTRY, "GatewayAuthorised", "{\"gateway\":\"" + gateway + "\"}");
        }
        for (String payer : payers) {
            event(
                    "RoyaltyVault",
                    Cast.VAULT,
                    "Deposited",
                    "{\"token\":\"%s\",\"payer\":\"%s\",\"amount\":\"1%s\"}"
                            .formatted(Cast.TOKEN, payer, "0".repeat(18)));
            for (String gateway : gateways) {
                event(
                        "GatewayRegistry",
                        Cast.GATEWAY_REGISTRY,
                        "GatewayAllowed",
                        "{\"payer\":\"%s\",\"gateway\":\"%s\"}".formatted(payer, gateway));
            }
        }
    }

    private void register(int model) {
        String id = Cast.model(model);
        String owner = Cast.owner(model / OWNER_PER_MODELS);
        event(
                "ModelRegistry",
                Cast.MODEL_REGISTRY,
                "Transfer",
                "{\"from\":\"%s\",\"to\":\"%s\",\"tokenId\":\"%d\"}"
                        .formatted(NOBODY, owner, new BigInteger(id.substring(2), 16)));
        event(
                "ModelRegistry",
                Cast.MODEL_REGISTRY,
                "ModelRegistered",
                ("{\"modelId\":\"%s\",\"owner\":\"%s\",\"codec\":85,\"format\":3,\"parents\":%s,\"royaltyPolicy\":%d,"
                                + "\"royaltyShare\":%d}")
                        .formatted(id, owner, parents(model), random.nextInt(2), SHARE_STEP * (1 + random.nextInt(5))));
        long[] prices = pricesPerMillion(model);
        event(
                "ModelRegistry",
                Cast.MODEL_REGISTRY,
                "TermsChanged",
                ("{\"modelId\":\"%s\",\"token\":\"%s\",\"pricesPerMillion\":[\"%d\",\"%d\",\"%d\",\"%d\"],"
                                + "\"licencePrice\":\"0\",\"minimumScorePpm\":\"0\",\"passRequired\":false,"
                                + "\"passLifetime\":\"0\",\"effectiveAt\":\"%d\"}")
                        .formatted(id, Cast.TOKEN, prices[0], prices[1], prices[2], prices[3], seconds));
        if (model % 2 == 0) {
            event(
                    "ModelRegistry",
                    Cast.MODEL_REGISTRY,
                    "SplitChanged",
                    "{\"modelId\":\"%s\",\"accounts\":[\"%s\",\"%s\"],\"basisPoints\":[7000,3000]}"
                            .formatted(id, owner, Cast.owner(model / OWNER_PER_MODELS + 1)));
        }
    }

    /** Up to two of the level above; none on the first. */
    private String parents(int model) {
        int level = 0;
        int begin = 0;
        int beginAbove = 0;
        int end = workload.models() * LEVEL_SHARE[0] / 100;
        while (model >= end && level < LEVELS - 1) {
            level++;
            beginAbove = begin;
            begin = end;
            end += workload.models() * LEVEL_SHARE[level] / 100;
        }
        int above = begin - beginAbove;
        return random.ints(level == 0 ? 0 : MOST_PARENTS, 0, Math.max(1, above))
                .mapToObj(new IntToModel(beginAbove))
                .distinct()
                .map(parent -> "\"" + parent + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private record IntToModel(int begin) implements java.util.function.IntFunction<String> {
        @Override
        public String apply(int offset) {
            return Cast.model(begin + offset);
        }
    }

    private void event(String contract, String address, String event, String args) {
        block++;
        ordinal++;
        records.add(ChainEventJson.write(new ChainEvent(
                Workload.CHAIN_ID,
                ordinal,
                block,
                Hex.of(Cast.hash("block " + block)),
                seconds,
                Hex.of(Cast.hash("transaction " + block)),
                0,
                contract,
                address,
                event,
                args)));
    }

    private void finalized(long atSeconds) {
        block++;
        records.add(ChainEventJson.write(ChainEvent.blockFinalized(
                Workload.CHAIN_ID, ordinal, block, Hex.of(Cast.hash("block " + block)), atSeconds)));
    }
}
