package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.lineage.LineageGraph;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.Terms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the royalty stages learn from the chain's log, without Flink around them. */
public class ChainRules {
    private final LineageGraph family = new LineageGraph();
    private final Map<String, List<Dated<Terms>>> terms = new HashMap<>();
    private final Map<String, List<Dated<Split>>> splits = new HashMap<>();
    private final Map<String, List<Dated<Boolean>>> gateways = new HashMap<>();
    private final Map<String, Pass> passes = new HashMap<>();
    private final Map<String, FreezeHistory> freezes = new HashMap<>();
    private final List<PayerMove> moves = new ArrayList<>();
    private final List<Sale> sales = new ArrayList<>();
    private List<Dated<Long>> fees = new ArrayList<>();
    private List<Dated<String>> treasuries = new ArrayList<>();
    private ChainProgress progress = ChainProgress.START;
    private final ContractAddresses contracts;

    public ChainRules(ContractAddresses contracts) {
        this.contracts = contracts;
    }

    /** Takes the next record of the log. */
    public void append(String json) {
        ChainEvent event = read(json);
        ChainProgress.Place place = progress.placeOf(event);
        if (place == ChainProgress.Place.AHEAD) {
            return;
        }
        if (isChecked(event)) {
            progress.checkBlock(event);
        }
        if (place == ChainProgress.Place.NEXT && takesItsPlace(event)) {
            progress = progress.accept(event);
            if (trust(event)) {
                learn(event);
            }
        }
    }

    /** Whether it is made sure that the event's block is the one that was seen before. */
    protected boolean isChecked(ChainEvent event) {
        return true;
    }

    /** Whether the event's ordinal is used up. */
    protected boolean takesItsPlace(ChainEvent event) {
        return true;
    }

    /** Whether the event comes from the contract that it names. */
    protected boolean trust(ChainEvent event) {
        return contracts.trust(event);
    }

    /** What a payer did, or null. */
    protected @Nullable PayerMove move(ChainEvent event) {
        return PayerMove.read(event);
    }

    /** What was earned by a sale, or null. */
    protected @Nullable Sale sale(ChainEvent event) {
        return Sale.read(event);
    }

    private static ChainEvent read(String json) {
        try {
            return ChainEventJson.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (ChainEventFormatException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    private void learn(ChainEvent event) {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration != null) {
            family.register(registration.model(), registration.policy(), registration.share(), registration.parents());
        }
        TermsChange termsChange = TermsChange.read(event);
        if (termsChange != null) {
            terms.merge(termsChange.model(), List.of(termsChange.terms()), this::insertFirst);
        }
        SplitChange splitChange = SplitChange.read(event);
        if (splitChange != null && isSplitChange(event)) {
            splits.merge(splitChange.model(), List.of(splitChange.split()), this::insertFirst);
        }
        PlatformChange platform = PlatformChange.read(event);
        if (platform != null) {
            learn(platform);
        }
        GatewayChange gateway = GatewayChange.read(event);
        if (gateway != null) {
            String key = GatewayChange.key(gateway.gateway(), gateway.payer());
            gateways.merge(key, List.of(gateway.permitted()), this::insertFirst);
        }
        PassChange pass = PassChange.read(event);
        if (pass != null) {
            learn(pass);
        }
        FreezeChange freeze = FreezeChange.read(event);
        if (freeze != null) {
            learn(freeze);
        }
        PayerMove move = move(event);
        if (move != null) {
            moves.add(move);
        }
        Sale sale = sale(event);
        if (sale != null) {
            sales.add(sale);
        }
    }

    private void learn(PassChange change) {
        String key = passKey(change.model(), change.pass());
        Pass issued = change.issued();
        if (issued != null) {
            passes.put(key, issued);
        } else {
            passes.computeIfPresent(key, (same, known) -> known.revoked(change.timeMillis()));
        }
    }

    private void learn(FreezeChange change) {
        FreezeHistory known = freezes(change.model());
        if (change.frozen()) {
            freezes.put(change.model(), known.frozen(change.timeMillis(), change.ordinal()));
            return;
        }
        String redirectTo = redirection(change);
        Split destination = redirectTo == null ? ownSplit(change) : Split.wholeTo(redirectTo);
        freezes.put(change.model(), known.unfrozen(change.timeMillis(), change.ordinal(), destination));
    }

    /** Who gets what was held, instead of the model's own split. */
    protected @Nullable String redirection(FreezeChange change) {
        return change.redirectTo();
    }

    /** Where what was held goes when a freeze ends without a redirection. */
    private Split ownSplit(FreezeChange change) {
        return Objects.requireNonNull(History.asOf(splits(change.model()), change.ordinal()));
    }

    /** Under which name a pass is kept. */
    protected String passKey(String model, String pass) {
        return model + pass;
    }

    private void learn(PlatformChange change) {
        Long feePpm = change.feePpm();
        if (feePpm != null) {
            fees = insert(fees, new Dated<>(change.timeMillis(), change.ordinal(), feePpm));
        }
        String treasury = change.treasury();
        if (treasury != null) {
            treasuries = insert(treasuries, new Dated<>(change.timeMillis(), change.ordinal(), treasury));
        }
    }

    private <T> List<Dated<T>> insertFirst(List<Dated<T>> history, List<Dated<T>> one) {
        return insert(history, one.get(0));
    }

    /** Where a dated value takes its place among the earlier ones. */
    protected <T> List<Dated<T>> insert(List<Dated<T>> history, Dated<T> entry) {
        return History.insert(history, entry);
    }

    /** Whether an event that could change a split does. */
    protected boolean isSplitChange(ChainEvent event) {
        return true;
    }

    public LineageGraph family() {
        return family;
    }

    public List<Dated<Terms>> terms(String model) {
        return terms.getOrDefault(model, List.of());
    }

    public List<Dated<Split>> splits(String model) {
        return splits.getOrDefault(model, List.of());
    }

    /** @param payer empty for what the registry's admin decides */
    public List<Dated<Boolean>> gateways(String gateway, String payer) {
        return gateways.getOrDefault(GatewayChange.key(gateway, payer), List.of());
    }

    public @Nullable Pass pass(String model, String pass) {
        return passes.get(passKey(model, pass));
    }

    public FreezeHistory freezes(String model) {
        return freezes.getOrDefault(model, FreezeHistory.NONE);
    }

    public List<PayerMove> moves() {
        return moves;
    }

    public List<Sale> sales() {
        return sales;
    }

    /** Times at which freezes ended. */
    public List<Long> freezeEndsMillis() {
        return freezes.values().stream()
                .flatMap(history -> history.freezes().stream())
                .filter(freeze -> freeze.destination() != null)
                .map(FreezeHistory.Freeze::untilMillis)
                .toList();
    }

    public List<Dated<Long>> fees() {
        return fees;
    }

    public List<Dated<String>> treasuries() {
        return treasuries;
    }

    /** Time of the newest finalized block, -1 000 without one. */
    public long finalizedMillis() {
        return progress.finalizedSeconds() * 1000;
    }
}
