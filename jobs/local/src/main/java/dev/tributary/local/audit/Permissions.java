package dev.tributary.local.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may report usage to whom, and who holds which pass, at which time. */
final class Permissions {
    private final Map<String, Timeline<Boolean>> authorised = new HashMap<>();
    private final Map<Consent, Timeline<Boolean>> allowed = new HashMap<>();
    private final Map<String, Pass> passes = new HashMap<>();
    private final Map<String, Timeline<Boolean>> revoked = new HashMap<>();

    private record Consent(String payer, String gateway) {}

    static Permissions of(List<ChainFact> facts) {
        Permissions permissions = new Permissions();
        facts.forEach(permissions::learn);
        return permissions;
    }

    private void learn(ChainFact fact) {
        if (fact.is("GatewayRegistry", "GatewayAuthorised")) {
            note(authorised, fact.text("gateway"), fact, true);
        } else if (fact.is("GatewayRegistry", "GatewayRevoked")) {
            note(authorised, fact.text("gateway"), fact, false);
        } else if (fact.is("GatewayRegistry", "GatewayAllowed")) {
            note(allowed, new Consent(fact.text("payer"), fact.text("gateway")), fact, true);
        } else if (fact.is("GatewayRegistry", "GatewayDisallowed")) {
            note(allowed, new Consent(fact.text("payer"), fact.text("gateway")), fact, false);
        } else if (fact.is("AccessPass", "PassIssued")) {
            Pass pass = new Pass(
                    fact.text("modelId"), fact.text("holder"), fact.timestampSeconds(), fact.integer("expiresAt"));
            passes.put(fact.text("passId"), pass);
        } else if (fact.is("AccessPass", "PassRevoked")) {
            note(revoked, fact.text("passId"), fact, true);
        }
    }

    private static <K> void note(Map<K, Timeline<Boolean>> timelines, K key, ChainFact fact, boolean value) {
        timelines.computeIfAbsent(key, unseen -> new Timeline<>()).add(fact.timestampSeconds(), value);
    }

    /** Why a minute's usage is refused; null when nothing is against it. */
    @Nullable
    Reason refusal(UsageBucket bucket, Terms terms, long minuteStartMillis, boolean checkGateways) {
        if (checkGateways && !holds(authorised.get(bucket.gateway()), minuteStartMillis)) {
            return Reason.GATEWAY_UNAUTHORISED;
        }
        Consent consent = new Consent(bucket.payer(), bucket.gateway());
        if (checkGateways && !holds(allowed.get(consent), minuteStartMillis)) {
            return Reason.GATEWAY_NOT_ALLOWED;
        }
        boolean passMatters = terms.passRequired() || !bucket.pass().isEmpty();
        return passMatters && !isPassValid(bucket, minuteStartMillis) ? Reason.PASS_INVALID : null;
    }

    private boolean isPassValid(UsageBucket bucket, long minuteStartMillis) {
        Pass pass = passes.get(bucket.pass());
        return pass != null
                && pass.modelId().equals(bucket.model())
                && pass.holder().equals(bucket.payer())
                && pass.lastsAt(minuteStartMillis)
                && !holds(revoked.get(bucket.pass()), minuteStartMillis);
    }

    private static boolean holds(@Nullable Timeline<Boolean> timeline, long millis) {
        return timeline != null && Boolean.TRUE.equals(timeline.at(millis));
    }
}
