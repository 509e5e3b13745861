package dev.tributary.settlement.run;

import dev.tributary.chain.FeeQuote;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.FeeLimits;
import dev.tributary.settlement.vault.FeeRule;
import dev.tributary.settlement.vault.VaultNode;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The fees of the one transaction in flight, by the market and within every limit. */
final class Offers {
    private final Ledger ledger;
    private final VaultNode node;
    private final FeeRule rule;
    private final FeeLimits limits;
    private final InstantSource clock;
    private final Outbox outbox;

    Offers(Ledger ledger, VaultId vault, VaultNode node, FeeRule rule, FeeLimits limits, InstantSource clock) {
        this.ledger = ledger;
        this.node = node;
        this.rule = rule;
        this.limits = limits;
        this.clock = clock;
        this.outbox = new Outbox(vault);
    }

    /** @throws SettlementException when no block would take what may be offered */
    Attempt.Fees first(String sender, long gasLimit) {
        FeeQuote market = node.feeQuote();
        FeeLimits.Ceiling ceiling = ceiling(sender, gasLimit);
        return rule.first(market, ceiling.maxFeePerGas())
                .orElseThrow(() -> held(
                        ceiling,
                        sender,
                        "the next block's base fee is " + market.nextBaseFeeWei() + " wei per gas; nothing is signed"));
    }

    /** Empty when a limit is met. */
    Optional<Attempt.Fees> bumped(OutboundTransaction transaction) {
        FeeLimits.Ceiling ceiling = ceiling(transaction.sender(), transaction.gasLimit());
        return rule.bumped(transaction.newestAttempt().fees(), node.feeQuote(), ceiling.maxFeePerGas());
    }

    /** What is to be said of a transaction that waits and whose offer cannot be raised. */
    SettlementException atLimit(OutboundTransaction transaction) {
        return held(
                ceiling(transaction.sender(), transaction.gasLimit()),
                transaction.sender(),
                transaction.describe() + " offers "
                        + transaction.newestAttempt().fees().maxFeePerGas()
                        + " wei per gas and is not mined; the same bytes are sent again and again, nothing else is signed");
    }

    private FeeLimits.Ceiling ceiling(String sender, long gasLimit) {
        return limits.ceiling(gasLimit, spentToday(sender));
    }

    private BigInteger spentToday(String sender) {
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        return ledger.read(session -> outbox.spentSince(session, sender, today));
    }

    private SettlementException held(FeeLimits.Ceiling ceiling, String sender, String what) {
        String allowed =
                "`" + ceiling.by().key() + "` allows " + ceiling.maxFeePerGas() + " wei per gas: " + what + ". ";
        return switch (ceiling.by()) {
            case PER_GAS, PER_TRANSACTION ->
                new SettlementException(
                        Problem.FEE_CAP_REACHED, allowed + "Wait until the network is cheaper, or raise the limit.");
            case PER_DAY ->
                new SettlementException(
                        Problem.DAILY_FEE_CAP_REACHED,
                        allowed + "Transactions that ended today (UTC) cost " + spentToday(sender) + " of "
                                + limits.maxPerDayWei()
                                + " wei. Find out why, then raise the limit or wait for tomorrow.");
        };
    }
}
