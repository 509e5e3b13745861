package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.ModelStanding;
import dev.tributary.settlement.ledger.ModelTerms;
import dev.tributary.settlement.ledger.RegisteredModel;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models/{model}}: what was registered, the families, the terms, the score, and all usage with its revenue. */
final class ModelsAnswer {
    private final Ledger ledger;
    private final VaultId vault;

    ModelsAnswer(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    void answer(Context context) {
        String model = new Question(context).model();
        Map<String, Object> json = ledger.read(session -> {
            RegisteredModel registered = RegisteredModel.of(session, vault, model)
                    .orElseThrow(() -> new Failure(
                            FailureCode.NOT_FOUND,
                            "No model " + model + " is registered.",
                            "Check the id; a registration is seen here once its block is finalized."));
            return json(session, registered);
        });
        Answer.json(context, CanonicalJson.write(json), Answer.REVALIDATE);
    }

    private Map<String, Object> json(Session session, RegisteredModel model) throws SQLException {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "model", model.model(),
                "owner", model.owner(),
                "parents", model.parents(),
                "families", model.families(session, vault),
                "policy", model.policy(),
                "share", model.share(),
                "registeredAt", model.registeredAt().toString(),
                "terms",
                        ModelTerms.announced(session, vault, model.model()).stream()
                                .map(ModelsAnswer::terms)
                                .toList(),
                "usage",
                        ModelStanding.usage(session, vault, model.model()).stream()
                                .map(ModelsAnswer::usage)
                                .toList()));
        putIfKnown(json, "format", model.format());
        putIfKnown(json, "codec", model.codec());
        ModelStanding.of(session, vault, model.model()).ifPresent(standing -> json.put("score", score(standing)));
        return json;
    }

    private static Map<String, Object> terms(ModelTerms terms) {
        return new TreeMap<>(Map.of(
                "state", terms.state(),
                "token", terms.token(),
                "pricesPerMillion",
                        List.of(
                                terms.callsPrice(),
                                terms.inputTokensPrice(),
                                terms.outputTokensPrice(),
                                terms.computeMillisPrice()),
                "licencePrice", terms.licencePrice(),
                "minimumScorePpm", terms.minimumScorePpm(),
                "passRequired", terms.passRequired(),
                "passLifetimeSeconds", terms.passLifetimeSeconds(),
                "effectiveAt", terms.effectiveAt().toString()));
    }

    private static Map<String, Object> score(ModelStanding standing) {
        Map<String, Object> json = new TreeMap<>(Map.of("state", standing.state()));
        putIfKnown(json, "scorePpm", standing.scorePpm());
        putIfKnown(json, "round", standing.round());
        return json;
    }

    private static Map<String, Object> usage(ModelStanding.Usage usage) {
        return Map.of(
                "token", usage.token(),
                "lines", usage.lines(),
                "calls", usage.calls(),
                "inputTokens", usage.inputTokens(),
                "outputTokens", usage.outputTokens(),
                "computeMillis", usage.computeMillis(),
                "revenueMicro", usage.revenueMicro());
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
