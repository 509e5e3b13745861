package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Halt;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.LineAccounts;
import dev.tributary.settlement.ledger.VaultId;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** {@code /status}: the accounting equation, the epochs by state, and what waits for an operator. */
final class StatusAnswer {
    private static final int HALTS = 100;

    private final Ledger ledger;
    private final VaultId vault;

    StatusAnswer(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    void answer(Context context) {
        new Question(context);
        Answer.json(
                context,
                CanonicalJson.write(ledger.read(session -> Map.of(
                        "chainId", vault.chainId(),
                        "vault", vault.address(),
                        "lines", new LineAccounts(vault).totals(session).json(),
                        "epochs", EpochStatus.countByState(session, vault),
                        "halts", halts(Halt.open(session, vault, HALTS))))),
                Answer.LIVE);
    }

    /** Without the message, which is for operators: `tributary status` has it. */
    private static List<Map<String, Object>> halts(List<Halt> halts) {
        return halts.stream()
                .map(halt -> Map.<String, Object>of("epoch", halt.epoch(), "code", halt.code()))
                .toList();
    }
}
