package dev.tributary.local.worlds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.chain.ChainEvent;
import dev.tributary.local.audit.Closing;
import dev.tributary.pipelines.royalties.ChainRules;
import dev.tributary.pipelines.royalties.PayerMove;
import dev.tributary.pipelines.royalties.Sale;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Planted bugs about events that move nothing: those of other matters, and those of impostors. */
final class BystanderCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private static final ObjectMapper JSON = new ObjectMapper();

    private BystanderCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("a claim is put into the account's balance", world -> learning(world, ClaimIsDeposit::new));
        canaries.put("what is in escrow is earned", world -> learning(world, EscrowIsSale::new));
        canaries.put("what is refunded was earned", world -> learning(world, RefundIsSale::new));
        canaries.put("events of impostors count", world -> learning(world, ImpostorsCount::new));
        canaries.put("events of impostors use up no ordinal", world -> learning(world, ImpostorsHaveNoPlace::new));
        canaries.put("events of other matters use up no ordinal", world -> learning(world, OthersHaveNoPlace::new));
        canaries.put("every event says that its block is final", EveryEventIsFinal::new);
        return canaries;
    }

    private static PureRules learning(World world, Supplier<ChainRules> chain) {
        return new Canaries.Canary(world) {
            @Override
            ChainRules chain() {
                return chain.get();
            }
        };
    }

    private static JsonNode args(ChainEvent event) {
        try {
            return JSON.readTree(event.args());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(event.args(), e);
        }
    }

    private static boolean is(ChainEvent event, String contract, String name) {
        return event.contract().equals(contract) && event.event().equals(name);
    }

    private static Sale sale(ChainEvent event, String token, String amount) {
        return new Sale(
                args(event).path("modelId").asText(),
                token,
                new BigInteger(amount),
                event.blockTimestampSeconds() * 1_000,
                event.ordinal());
    }

    private static final class ClaimIsDeposit extends ChainRules {
        ClaimIsDeposit() {
            super(World.CONTRACTS);
        }

        @Override
        protected @Nullable PayerMove move(ChainEvent event) {
            if (!is(event, "RoyaltyVault", "Claimed")) {
                return super.move(event);
            }
            return new PayerMove(
                    args(event).path("account").asText(),
                    args(event).path("token").asText(),
                    PayerMove.Kind.DEPOSIT,
                    event.blockTimestampSeconds() * 1_000,
                    event.ordinal(),
                    new BigInteger(args(event).path("amount").asText()));
        }
    }

    private static final class EscrowIsSale extends ChainRules {
        EscrowIsSale() {
            super(World.CONTRACTS);
        }

        @Override
        protected @Nullable Sale sale(ChainEvent event) {
            JsonNode args = args(event);
            return is(event, "Marketplace", "Purchased")
                    ? BystanderCanaries.sale(
                            event,
                            args.path("token").asText(),
                            args.path("price").asText())
                    : super.sale(event);
        }
    }

    private static final class RefundIsSale extends ChainRules {
        private final Map<String, String> tokens = new LinkedHashMap<>();

        RefundIsSale() {
            super(World.CONTRACTS);
        }

        @Override
        protected @Nullable Sale sale(ChainEvent event) {
            JsonNode args = args(event);
            String purchase = args.path("purchaseId").asText();
            if (is(event, "Marketplace", "Purchased")) {
                tokens.put(purchase, args.path("token").asText());
            }
            return is(event, "Marketplace", "Refunded")
                    ? BystanderCanaries.sale(
                            event,
                            tokens.getOrDefault(purchase, ""),
                            args.path("amount").asText())
                    : super.sale(event);
        }
    }

    private static final class ImpostorsCount extends ChainRules {
        ImpostorsCount() {
            super(World.CONTRACTS);
        }

        @Override
        protected boolean trust(ChainEvent event) {
            return true;
        }
    }

    private static final class ImpostorsHaveNoPlace extends ChainRules {
        ImpostorsHaveNoPlace() {
            super(World.CONTRACTS);
        }

        @Override
        protected boolean takesItsPlace(ChainEvent event) {
            return event.isBlockFinalized() || trust(event);
        }
    }

    private static final class OthersHaveNoPlace extends ChainRules {
        OthersHaveNoPlace() {
            super(World.CONTRACTS);
        }

        @Override
        protected boolean takesItsPlace(ChainEvent event) {
            return event.isBlockFinalized() || Bystanders.THAT_MATTER.contains(event.contract() + "." + event.event());
        }
    }

    private static final class EveryEventIsFinal extends Canaries.Canary {
        EveryEventIsFinal(World world) {
            super(world, Closing.LOGS);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                private long newestMillis;

                @Override
                protected boolean trust(ChainEvent event) {
                    newestMillis = Math.max(newestMillis, event.blockTimestampSeconds() * 1_000);
                    return super.trust(event);
                }

                @Override
                public long finalizedMillis() {
                    return Math.max(newestMillis, super.finalizedMillis());
                }
            };
        }
    }
}
