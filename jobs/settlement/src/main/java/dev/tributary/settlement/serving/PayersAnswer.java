package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.PayerStanding;
import dev.tributary.settlement.ledger.VaultId;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /v1/payers/{payer}}: what a gateway wants to know before it serves somebody: what is left, and the limit. */
final class PayersAnswer {
    private final Ledger ledger;
    private final VaultId vault;

    /** @param newest the newest epoch, if there is one; its payers' rows were there before it */
    private record Standings(List<PayerStanding> tokens, List<EpochStatus> newest) {}

    PayersAnswer(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    void answer(Context context) {
        String payer = new Question(context).payer();
        Standings found = ledger.read(session ->
                new Standings(PayerStanding.of(session, vault, payer), EpochStatus.newest(session, vault, 1)));
        if (found.tokens().isEmpty()) {
            throw new Failure(
                    FailureCode.NOT_FOUND,
                    "The payer " + payer + " has no balance, owes nothing and has set no limit.",
                    "A deposit is seen here once the period of its block is closed; check the address.");
        }
        Map<String, Object> json = new TreeMap<>(Map.of(
                "chainId",
                vault.chainId(),
                "vault",
                vault.address(),
                "payer",
                payer,
                "tokens",
                found.tokens().stream().map(PayersAnswer::token).toList()));
        found.newest().forEach(epoch -> json.put("completeUntil", epoch.periodEnd()));
        Answer.json(context, CanonicalJson.write(json), Answer.REVALIDATE);
    }

    private static Map<String, Object> token(PayerStanding standing) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "token", standing.token(),
                "balanceMicro", standing.balanceMicro(),
                "unfundedMicro", standing.unfundedMicro(),
                "writtenOffMicro", standing.writtenOffMicro()));
        putIfKnown(json, "periodStart", standing.since());
        putIfKnown(json, "spendLimit", standing.spendLimit());
        putIfKnown(json, "spendLimitSince", standing.spendLimitSince());
        return json;
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value instanceof Instant instant ? instant.toString() : value);
        }
    }
}
