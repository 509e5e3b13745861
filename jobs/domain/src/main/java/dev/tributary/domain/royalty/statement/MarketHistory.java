package dev.tributary.domain.royalty.statement;

import dev.tributary.domain.lineage.LineageGraph;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.Terms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the chain's log says about who earns what: the family, terms, splits, disputes, the platform's part and sales.
 * Facts are told in the order of the log; each counts from its own time on, so what is told later changes nothing about
 * an earlier minute.
 */
public final class MarketHistory {
    private final LineageGraph family = new LineageGraph();
    private final Map<String, List<Dated<Terms>>> terms = new HashMap<>();
    private final Map<String, List<Dated<Split>>> splits = new HashMap<>();
    private final Map<String, FreezeHistory> freezes = new HashMap<>();
    private final List<SaleRevenue> sales = new ArrayList<>();
    private List<Dated<Long>> fees = List.of();
    private List<Dated<String>> treasuries = List.of();

    /**
     * A model enters the family.
     *
     * @throws IllegalArgumentException when the registry would never allow it
     */
    public void register(String model, RoyaltyPolicy policy, long share, List<String> parents) {
        family.register(model, policy, share, parents);
    }

    public void terms(String model, Dated<Terms> change) {
        terms.put(model, History.insert(terms(model), change));
    }

    public void split(String model, Dated<Split> change) {
        splits.put(model, History.insert(splits(model), change));
    }

    public void fee(Dated<Long> ppm) {
        fees = History.insert(fees, ppm);
    }

    public void treasury(Dated<String> account) {
        treasuries = History.insert(treasuries, account);
    }

    public void sale(SaleRevenue sale) {
        sales.add(sale);
    }

    /** @throws IllegalStateException when the model is frozen already */
    public void frozen(String model, long atMillis, long ordinal) {
        freezes.put(model, freezes(model).frozen(atMillis, ordinal));
    }

    /**
     * A dispute ends.
     *
     * @param redirectTo who gets what was held; null for the split just after this event
     * @throws IllegalStateException when the model is not frozen, or has no owner
     */
    public void unfrozen(String model, long atMillis, long ordinal, @Nullable String redirectTo) {
        Split destination = redirectTo == null ? splitAsOf(model, ordinal) : Split.wholeTo(redirectTo);
        freezes.put(model, freezes(model).unfrozen(atMillis, ordinal, destination));
    }

    Split splitAsOf(String model, long ordinal) {
        Split split = History.asOf(splits(model), ordinal);
        if (split == null) {
            throw new IllegalStateException("model " + model + " has no owner before event " + ordinal);
        }
        return split;
    }

    public LineageGraph family() {
        return family;
    }

    public List<Dated<Terms>> terms(String model) {
        return terms.getOrDefault(model, List.of());
    }

    List<Dated<Split>> splits(String model) {
        return splits.getOrDefault(model, List.of());
    }

    FreezeHistory freezes(String model) {
        return freezes.getOrDefault(model, FreezeHistory.NONE);
    }

    List<Dated<Long>> fees() {
        return fees;
    }

    List<Dated<String>> treasuries() {
        return treasuries;
    }

    public List<SaleRevenue> sales() {
        return sales;
    }

    /** Whether an account ever was the platform's treasury, and so may have a part in every charge. */
    boolean isEverTreasury(String account) {
        return treasuries.stream().anyMatch(treasury -> treasury.value().equals(account));
    }

    /** The models that an account was ever behind, or got a share of through the end of a dispute. */
    SortedSet<String> receivingModels(String account) {
        SortedSet<String> models = new TreeSet<>();
        splits.forEach((model, history) -> {
            if (history.stream().anyMatch(split -> split.value().accounts().contains(account))) {
                models.add(model);
            }
        });
        freezes.forEach((model, history) -> {
            if (history.freezes().stream().anyMatch(freeze -> goesTo(freeze, account))) {
                models.add(model);
            }
        });
        return models;
    }

    /** Those models, and all whose revenue they may share in: their descendants. */
    SortedSet<String> earningModels(Set<String> receivingModels) {
        SortedSet<String> models = new TreeSet<>(receivingModels);
        receivingModels.forEach(model -> models.addAll(family.descendants(model)));
        return models;
    }

    /** Where the disputes over these models held something that ended in favour of an account between two instants. */
    List<HeldSpan> held(String account, Set<String> models, long fromMillis, long untilMillis) {
        List<HeldSpan> spans = new ArrayList<>();
        for (String model : models) {
            for (FreezeHistory.Freeze freeze : freezes(model).freezes()) {
                if (goesTo(freeze, account)
                        && freeze.untilMillis() >= fromMillis
                        && freeze.untilMillis() < untilMillis) {
                    spans.add(new HeldSpan(earningModels(Set.of(model)), freeze.fromMillis(), freeze.untilMillis()));
                }
            }
        }
        return spans;
    }

    private static boolean goesTo(FreezeHistory.Freeze freeze, String account) {
        Split destination = freeze.destination();
        return destination != null && destination.accounts().contains(account);
    }
}
