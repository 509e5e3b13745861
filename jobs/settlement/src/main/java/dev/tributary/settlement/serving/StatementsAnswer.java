package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.EpochEntry;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.StatementJson;
import dev.tributary.settlement.statement.Statements;
import dev.tributary.settlement.statement.UntoldEpoch;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/statements/{account}}: every unit that an account is owed, epoch by epoch, and why. */
final class StatementsAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(StatementsAnswer.class);
    private static final int PAGE = 5;
    private static final int LARGEST_PAGE = 20;

    private final Statements statements;
    private final VaultId vault;

    StatementsAnswer(Statements statements, VaultId vault) {
        this.statements = statements;
        this.vault = vault;
    }

    /**
     * Newest first, with an epoch that cannot be told named in its place; asked for alone, it is an error. {@code next} is
     * the {@code before} of the next page, and left out on the last.
     */
    void answer(Context context) {
        Question question = new Question(context, "epoch", "token", "before", "limit");
        String account = question.account();
        String token = question.token();
        long only = question.number("epoch", 0, Long.MAX_VALUE);
        long before = question.number("before", Long.MAX_VALUE, Long.MAX_VALUE);
        int limit = (int) question.number("limit", PAGE, LARGEST_PAGE);
        requireKnown(account, token);
        if (only > 0) {
            EpochStatement statement = statements
                    .of(account, only, token)
                    .orElseThrow(() -> new Failure(
                            FailureCode.NOT_FOUND,
                            "There is no epoch " + only + ".",
                            "Sealed are 1 to " + statements.newestEpoch() + "; later ones follow when they close."));
            answer(context, account, List.of(statement), null);
            return;
        }
        List<Long> epochs = statements.epochs(account, token, before, limit + 1);
        List<EpochEntry> page = epochs.stream()
                .limit(limit)
                .flatMap(epoch -> statements.tell(account, epoch, token).stream())
                .peek(StatementsAnswer::warnOfUntold)
                .toList();
        answer(context, account, page, epochs.size() > limit ? epochs.get(limit - 1) : null);
    }

    /** Whoever settles should know, too. */
    private static void warnOfUntold(EpochEntry entry) {
        if (entry instanceof UntoldEpoch untold) {
            LOG.warn("{}: {}", untold.problem(), untold.reason());
        }
    }

    private void requireKnown(String account, @Nullable String token) {
        if (statements.epochs(account, token, Long.MAX_VALUE, 1).isEmpty()) {
            throw new Failure(
                    FailureCode.NOT_FOUND,
                    "No epoch gave account " + account + " anything"
                            + (token == null ? "." : " in token " + token + "."),
                    "Ask again when a later period is sealed; what a period earned is sealed when it closes.");
        }
    }

    private void answer(Context context, String account, List<? extends EpochEntry> page, @Nullable Long next) {
        String json = "{\"account\":" + CanonicalJson.write(account) + ",\"chainId\":"
                + CanonicalJson.write(vault.chainId()) + ",\"epochs\":"
                + page.stream().map(StatementJson::write).collect(Collectors.joining(",", "[", "]"))
                + (next == null ? "" : ",\"next\":" + CanonicalJson.write(next)) + ",\"vault\":"
                + CanonicalJson.write(vault.address()) + "}";
        Answer.json(context, json, Answer.REVALIDATE);
    }
}
