package dev.tributary.local.audit;

import dev.tributary.local.audit.FamilyTree.Edge;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.web3j.utils.Numeric;

/** What the contracts have said, and what of it is in force when. */
final class Marketplace {
    private static final String NO_ONE = "0x" + "0".repeat(40);

    static final long NOT_FROZEN = 0;

    private record Policy(boolean absolute, BigInteger share) {}

    private final FamilyTree family = new FamilyTree();
    private final Map<String, Policy> policies = new HashMap<>();
    private final Map<String, Timeline<Terms>> terms = new HashMap<>();
    private final Map<String, Timeline<Split>> splits = new HashMap<>();
    private final Map<String, Timeline<Long>> freezes = new HashMap<>();
    private final Map<Long, Release> releases = new HashMap<>();
    private final List<Sale> sales = new ArrayList<>();
    private final Timeline<BigInteger> fees = new Timeline<>();
    private final Timeline<String> treasuries = new Timeline<>();

    static Marketplace of(List<ChainFact> facts) {
        Marketplace marketplace = new Marketplace();
        facts.forEach(marketplace::learn);
        return marketplace;
    }

    private void learn(ChainFact fact) {
        if (fact.is("ModelRegistry", "ModelRegistered")) {
            register(fact);
        } else if (fact.is("ModelRegistry", "TermsChanged")) {
            BigInteger from = fact.timestampSeconds().max(fact.integer("effectiveAt"));
            timeline(terms, fact.text("modelId")).add(from, termsOf(fact));
        } else if (fact.is("ModelRegistry", "SplitChanged")) {
            Split split = new Split(fact.texts("accounts"), fact.integers("basisPoints"));
            timeline(splits, fact.text("modelId")).add(fact.timestampSeconds(), split);
        } else if (fact.is("ModelRegistry", "Transfer") && !fact.text("from").equals(NO_ONE)) {
            String model = Numeric.toHexStringWithPrefixZeroPadded(fact.integer("tokenId"), 64);
            timeline(splits, model).add(fact.timestampSeconds(), Split.wholeTo(fact.text("to")));
        } else if (fact.is("ModelRegistry", "ModelFrozen")) {
            freeze(fact);
        } else if (fact.is("ModelRegistry", "ModelUnfrozen")) {
            unfreeze(fact);
        } else if (fact.is("RoyaltyVault", "RevenueReceived")) {
            sell(fact);
        } else if (fact.is("RoyaltyVault", "FeeChanged")) {
            fees.add(fact.timestampSeconds(), fact.integer("feePpm"));
        } else if (fact.is("RoyaltyVault", "TreasuryChanged")) {
            treasuries.add(fact.timestampSeconds(), fact.text("treasury"));
        }
    }

    private void register(ChainFact fact) {
        String model = fact.text("modelId");
        policies.put(model, new Policy(fact.integer("royaltyPolicy").signum() == 0, fact.integer("royaltyShare")));
        List<Edge> edges = new ArrayList<>();
        for (String parent : fact.texts("parents")) {
            Policy policy = policies.get(parent);
            if (policy == null) {
                throw new AuditHalt(
                        "LINEAGE_IMPOSSIBLE", "model %s names the unknown parent %s".formatted(model, parent));
            }
            edges.add(new Edge(model, parent, policy.absolute(), policy.share()));
        }
        family.add(model, edges);
        timeline(splits, model).add(fact.timestampSeconds(), Split.wholeTo(fact.text("owner")));
    }

    private void freeze(ChainFact fact) {
        Timeline<Long> timeline = timeline(freezes, fact.text("modelId"));
        Long before = timeline.last();
        if (before != null && before != NOT_FROZEN) {
            throw new AuditHalt("FREEZE_IMPOSSIBLE", "event %d freezes a frozen model".formatted(fact.ordinal()));
        }
        timeline.add(fact.timestampSeconds(), fact.ordinal());
    }

    private void unfreeze(ChainFact fact) {
        String model = fact.text("modelId");
        Payee frozen = payeeNow(model);
        if (frozen.freeze() == NOT_FROZEN) {
            throw new AuditHalt(
                    "FREEZE_IMPOSSIBLE", "event %d unfreezes a model that is not frozen".formatted(fact.ordinal()));
        }
        timeline(freezes, model).add(fact.timestampSeconds(), NOT_FROZEN);
        String redirectTo = fact.text("redirectTo");
        Split destination = redirectTo.equals(NO_ONE) ? frozen.split() : Split.wholeTo(redirectTo);
        releases.put(frozen.freeze(), new Release(fact.timestampSeconds(), destination));
    }

    private void sell(ChainFact fact) {
        if (!policies.containsKey(fact.text("modelId"))) {
            throw new AuditHalt(
                    "LINEAGE_MISSING", "model %s is sold, but not registered".formatted(fact.text("modelId")));
        }
        SortedMap<String, BigInteger> shares = family.shares(fact.text("modelId"));
        SortedMap<String, Payee> payees = new TreeMap<>();
        shares.keySet().forEach(model -> payees.put(model, payeeNow(model)));
        sales.add(new Sale(fact.timestampSeconds(), fact.text("token"), fact.integer("amount"), shares, payees));
    }

    /** As far as the log has been read. */
    private Payee payeeNow(String model) {
        Split split = timeline(splits, model).last();
        Long freeze = timeline(freezes, model).last();
        if (split == null) {
            throw new AuditHalt("SPLIT_MISSING", "model %s is unfrozen, but not registered".formatted(model));
        }
        return new Payee(freeze == null ? NOT_FROZEN : freeze, split);
    }

    private static Terms termsOf(ChainFact fact) {
        return new Terms(
                fact.text("token"),
                fact.integers("pricesPerMillion"),
                fact.args().required("passRequired").asBoolean());
    }

    private static <T> Timeline<T> timeline(Map<String, Timeline<T>> timelines, String model) {
        return timelines.computeIfAbsent(model, unseen -> new Timeline<>());
    }

    FamilyTree family() {
        return family;
    }

    @Nullable
    Terms termsAt(String model, long millis) {
        Timeline<Terms> timeline = terms.get(model);
        return timeline == null ? null : timeline.at(millis);
    }

    Payee payeeAt(String model, long millis) {
        Timeline<Long> timeline = freezes.get(model);
        Long freeze = timeline == null ? null : timeline.at(millis);
        return new Payee(freeze == null ? NOT_FROZEN : freeze, splitAt(model, millis));
    }

    /** How a freeze ended; null while it lasts. */
    @Nullable
    Release release(long freeze) {
        return releases.get(freeze);
    }

    List<Sale> sales() {
        return sales;
    }

    private Split splitAt(String model, long millis) {
        Timeline<Split> timeline = splits.get(model);
        Split split = timeline == null ? null : timeline.at(millis);
        return requireKnown(split, "SPLIT_MISSING", "split of model " + model, millis);
    }

    BigInteger feePpmAt(long millis) {
        return requireKnown(fees.at(millis), "PLATFORM_TERMS_MISSING", "platform fee", millis);
    }

    String treasuryAt(long millis) {
        return requireKnown(treasuries.at(millis), "PLATFORM_TERMS_MISSING", "treasury", millis);
    }

    private static <T> T requireKnown(@Nullable T value, String code, String what, long millis) {
        if (value == null) {
            throw new AuditHalt(code, "a charge falls due, but no %s is in force at %d ms".formatted(what, millis));
        }
        return value;
    }
}
