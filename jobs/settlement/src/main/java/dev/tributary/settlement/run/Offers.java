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
        Attempt.Fees fees = rule.first(market, ceiling.maxFeePerGas())
                .orElseThrow(() -> held(
                        ceiling,
                        sender,
                        "the next block's base fee is " + market.nextBaseFeeWei() + " wei per gas; nothing is signed"));
        BigInteger cost = fees.maxFeePerGas().multiply(BigInteger.valueOf(gasLimit));
        BigInteger balance = node.balance(sender);
        if (balance.compareTo(cost) < 0) {
            throw unfunded(sender, balance, cost, "the next transaction", "Nothing is signed before.");
        }
        return fees;
    }

    /** Empty when a limit is met, or the account does not hold what it would take. */
    Optional<Attempt.Fees> bumped(OutboundTransaction transaction) {
        return raised(transaction).filter(fees -> holds(transaction, fees));
    }

    private boolean holds(OutboundTransaction transaction, Attempt.Fees fees) {
        return node.balance(transaction.sender()).compareTo(transaction.cost(fees)) >= 0;
    }

    private Optional<Attempt.Fees> raised(OutboundTransaction transaction) {
        FeeLimits.Ceiling ceiling = ceiling(transaction.sender(), transaction.gasLimit());
        return rule.bumped(transaction.newestAttempt().fees(), node.feeQuote(), ceiling.maxFeePerGas());
    }

    /** What is to be said of a transaction that waits and whose offer cannot be raised. */
    SettlementException atLimit(OutboundTransaction transaction) {
        Optional<Attempt.Fees> raised = raised(transaction);
        if (raised.isPresent()) {
            return unfunded(transaction, raised.get(), "raising the fee of " + transaction.describe());
        }
        return held(
                ceiling(transaction.sender(), transaction.gasLimit()),
                transaction.sender(),
                transaction.describe() + " offers "
                        + transaction.newestAttempt().fees().maxFeePerGas()
                        + " wei per gas and is not mined; the same bytes are sent again and again, nothing else is signed");
    }

    /** Whether the account holds less than what was signed may cost. */
    boolean isUnfunded(OutboundTransaction transaction) {
        return !holds(transaction, transaction.newestAttempt().fees());
    }

    /** What is to be said of a transaction that no node takes before the account holds more. */
    SettlementException unfunded(OutboundTransaction transaction) {
        return unfunded(transaction, transaction.newestAttempt().fees(), transaction.describe());
    }

    private SettlementException unfunded(OutboundTransaction transaction, Attempt.Fees fees, String what) {
        return unfunded(
                transaction.sender(),
                node.balance(transaction.sender()),
                transaction.cost(fees),
                what,
                "The same bytes are sent again by every run; nothing else is signed, and no fee is raised.");
    }

    /** Of a node that asks for more than the gas, the amount is not known. */
    private static SettlementException unfunded(
            String sender, BigInteger balance, BigInteger cost, String what, String meanwhile) {
        BigInteger missing = cost.subtract(balance).max(BigInteger.ZERO);
        return new SettlementException(
                Problem.SUBMITTER_UNFUNDED,
                "The submitter's account " + sender + " holds " + balance + " wei, and " + what + " may cost " + cost
                        + " wei. Send the account "
                        + (missing.signum() == 0 ? "more than that" : "at least " + missing + " wei more") + ". "
                        + meanwhile);
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
