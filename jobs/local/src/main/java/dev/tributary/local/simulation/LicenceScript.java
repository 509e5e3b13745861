package dev.tributary.local.simulation;

import dev.tributary.chain.contracts.Marketplace;
import dev.tributary.chain.contracts.TestToken;
import dev.tributary.chain.contracts.VerificationOracle;
import dev.tributary.domain.money.Hex;
import dev.tributary.local.DevChain;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.simulation.PlannedPurchase.End;
import dev.tributary.local.simulation.PlannedVerification.Moment;
import java.math.BigInteger;
import java.time.InstantSource;
import org.web3j.crypto.Credentials;

/** Carries out a licence plan on a dev chain: verifications, purchases and how each ends, a revocation, a dispute. */
public final class LicenceScript {
    private final MarketplaceDeployment deployment;
    private final DevChain chain;
    private final Credentials arbiter;
    private final MarketPlan market;
    private final LicencePlan plan;
    private final InstantSource clock;
    private final Transactions transactions;

    public LicenceScript(
            DevChain chain,
            MarketplaceDeployment deployment,
            Credentials arbiter,
            MarketPlan market,
            InstantSource clock) {
        this.chain = chain;
        this.deployment = deployment;
        this.arbiter = arbiter;
        this.market = market;
        this.plan = market.licences();
        this.clock = clock;
        this.transactions = new Transactions(chain);
    }

    /** Before the traffic: models are verified, licences bought, and released or refunded as far as they can be. */
    public void open() {
        plan.reporters().forEach(transactions::giveGasMoney);
        verify(Moment.BEFORE_PURCHASES);
        fundBuyers();
        trade(true);
        verify(Moment.AFTER_PURCHASES);
        refund(End.REFUNDED_FOR_SCORE);
    }

    /**
     * Between two phases of the traffic: what nobody verified is refunded, a model frozen, a pass revoked, more is bought.
     * Blocks come at once meanwhile, so that the traffic need not wait long.
     *
     * @param blockSeconds time between blocks afterwards
     */
    public void intermission(long blockSeconds) {
        chain.mineAtOnce();
        refund(End.REFUNDED_FOR_DEADLINE);
        verify(Moment.INTERMISSION);
        transactions.send(
                "freeze " + disputed().name(),
                deployment.models(chain, arbiter).freeze(Hex.bytes(disputed().id())));
        if (plan.revoked() >= 0) {
            transactions.send(
                    "revoke a pass",
                    deployment
                            .passes(chain, arbiter)
                            .revoke(BigInteger.valueOf(plan.pass(plan.revoked())), "sold on to others"));
        }
        trade(false);
        chain.mineEvery(blockSeconds);
    }

    /** The arbiter finds for the claimant, who gets what the model earned while it was frozen. */
    public void endDispute() {
        transactions.send(
                "unfreeze " + disputed().name(),
                deployment
                        .models(chain, arbiter)
                        .unfreeze(Hex.bytes(disputed().id()), plan.claimant().address()));
    }

    /** What {@link #open} did, in a sentence. */
    public String openingStory() {
        long early = plan.purchases().stream().filter(PlannedPurchase::early).count();
        return "%d models verified by %d reporters; %d licences bought: %d released, %d refunded for a bad score, %d in escrow"
                .formatted(
                        plan.verifications().stream()
                                .filter(round -> round.moment() != Moment.INTERMISSION)
                                .count(),
                        plan.reporters().size(),
                        early,
                        early(End.RELEASED),
                        early(End.REFUNDED_FOR_SCORE),
                        early(End.REFUNDED_FOR_DEADLINE));
    }

    private long early(End end) {
        return plan.ended(end).stream().filter(PlannedPurchase::early).count();
    }

    /** What {@link #intermission} did, in a sentence. */
    public String intermissionStory() {
        return "%d refunded after the deadline, %d bought; %s is frozen%s"
                .formatted(
                        plan.ended(End.REFUNDED_FOR_DEADLINE).size(),
                        plan.purchases().stream()
                                .filter(purchase -> !purchase.early())
                                .count(),
                        disputed().name(),
                        plan.revoked() < 0
                                ? ""
                                : "; the pass of "
                                        + buyer(plan.revoked()).name() + " for "
                                        + market.models()
                                                .get(plan.purchases()
                                                        .get(plan.revoked())
                                                        .model())
                                                .name()
                                        + " is revoked");
    }

    private PlannedModel disputed() {
        return market.models().get(plan.disputed());
    }

    private void verify(Moment moment) {
        for (PlannedVerification round : plan.verifications()) {
            if (round.moment() == moment) {
                round.measurements().forEach((reporter, measurement) -> report(round, reporter, measurement));
            }
        }
    }

    private void report(PlannedVerification round, int reporter, Measurement measurement) {
        PlannedModel model = market.models().get(round.model());
        Party party = plan.reporters().get(reporter);
        transactions.send(
                "report on " + model.name(),
                deployment
                        .oracle(chain, party.credentials())
                        .report(
                                Hex.bytes(model.id()),
                                BigInteger.valueOf(round.round()),
                                new VerificationOracle.Benchmark(
                                        BigInteger.valueOf(measurement.accuracyPpm()),
                                        BigInteger.valueOf(measurement.diversityPpm()),
                                        BigInteger.valueOf(measurement.absencePpm()),
                                        BigInteger.valueOf(measurement.costPpm())),
                                market.seed()
                                        .bytes("evidence of " + party.name() + ", round " + round.round() + " of "
                                                + model.name())));
    }

    private void fundBuyers() {
        for (int payer = 0; payer < market.payers().size(); payer++) {
            BigInteger amount = plan.priceOf(payer);
            if (amount.signum() > 0) {
                Party party = market.payers().get(payer);
                transactions.giveGasMoney(party);
                TestToken token = deployment.token(chain, party.credentials());
                transactions.send("mint", token.mint(party.address(), amount));
                transactions.send("approve", token.approve(marketplace(party).getContractAddress(), amount));
            }
        }
    }

    /** Buys what is to be bought now, and releases what is to be released. */
    private void trade(boolean early) {
        for (int place = 0; place < plan.purchases().size(); place++) {
            PlannedPurchase purchase = plan.purchases().get(place);
            if (purchase.early() != early) {
                continue;
            }
            buy(place);
            if (purchase.end() == End.RELEASED) {
                release(place);
            }
        }
    }

    private void buy(int place) {
        PlannedPurchase purchase = plan.purchases().get(place);
        PlannedModel model = market.models().get(purchase.model());
        transactions.send(
                "buy " + model.name(),
                marketplace(buyer(place))
                        .buy(
                                Hex.bytes(model.id()),
                                deployment.token(),
                                purchase.price(),
                                BigInteger.valueOf(purchase.minimumScorePpm())));
    }

    private void release(int place) {
        transactions.send(
                "release purchase " + number(place), marketplace(buyer(place)).release(number(place)));
    }

    private void refund(End end) {
        for (int place = 0; place < plan.purchases().size(); place++) {
            if (plan.purchases().get(place).end() == end) {
                if (end == End.REFUNDED_FOR_DEADLINE) {
                    awaitDeadline(place);
                }
                transactions.send(
                        "refund purchase " + number(place),
                        marketplace(buyer(place)).refund(number(place)));
            }
        }
    }

    private void awaitDeadline(int place) {
        try {
            long deadlineSeconds = marketplace(buyer(place))
                    .purchaseOf(number(place))
                    .send()
                    .deadline
                    .longValueExact();
            Thread.sleep(Math.max(0, deadlineSeconds * 1_000 - clock.millis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a deadline", e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot read purchase " + number(place), e);
        }
    }

    private Party buyer(int place) {
        return market.payers().get(plan.purchases().get(place).buyer());
    }

    private Marketplace marketplace(Party from) {
        return deployment.marketplace(chain, from.credentials());
    }

    private static BigInteger number(int place) {
        return BigInteger.valueOf(place + 1L);
    }
}
