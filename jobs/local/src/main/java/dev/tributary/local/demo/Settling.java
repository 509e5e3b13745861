package dev.tributary.local.demo;

import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.domain.money.Hex;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.LocalStack;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.StackException;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditSettings;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.KafkaLogs;
import dev.tributary.local.simulation.ExpectedRevenue;
import dev.tributary.local.simulation.SentLines;
import dev.tributary.local.simulation.UsagePlan;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.web3j.crypto.Credentials;

/** From the last report to the last claim: waits for the pipeline, audits it, claims, and collects what is left. */
record Settling(
        LocalStack stack,
        MarketplaceDeployment deployment,
        LedgerView ledger,
        MarketView market,
        SettlementWatch settlement,
        DemoOptions options,
        InstantSource clock) {
    private static final Credentials CLAIMANT = DevAccounts.at(5);
    /** Beyond a period and its grace, in which nothing need move. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long POLL_MILLIS = 200;

    /** Waits until no line is pending. */
    void awaitCounted(SentLines sent) {
        await("every line is counted or refused and its period closed", () -> {
            Map<String, Long> lines = ledger.lines();
            return lines.getOrDefault("reported", 0L) >= sent.reported() && lines.getOrDefault("pending", 0L) == 0;
        });
    }

    /** Recomputes every batch from what both logs hold, as soon as they hold the close that ended the dispute. */
    AuditResult audit() {
        List<AuditResult> attempts = new ArrayList<>();
        await("the period in which the dispute ended is closed", () -> {
            AuditResult result = auditNow();
            attempts.add(result);
            List<AuditedBatch> batches = result.batches();
            return batches.isEmpty()
                    || batches.get(batches.size() - 1).suspense().isEmpty();
        });
        return attempts.get(attempts.size() - 1);
    }

    private AuditResult auditNow() {
        KafkaLogs logs = new KafkaLogs(stack.kafka().bootstrapServers());
        return Audit.of(
                logs.chainEvents(Jobs.CHAIN_TOPIC),
                logs.usageRecords(Jobs.USAGE_TOPIC),
                new AuditSettings(
                        options.periodMillis(),
                        DemoOptions.GRACE_MILLIS,
                        DemoOptions.GRAIN_MILLIS,
                        DemoOptions.WRITE_OFF_MILLIS,
                        DemoOptions.USAGE_PARTITIONS,
                        true,
                        true,
                        false,
                        Closing.LOGS));
    }

    /** Waits until the vault and the tables know that the epoch is accepted. */
    void awaitAccepted(long epoch) {
        await("the vault has accepted epoch " + epoch, () -> ledger.epochs().accepted() >= epoch);
    }

    DemoRun claimAndCollect(
            UsagePlan plan,
            ExpectedRevenue expected,
            SentLines sent,
            AuditResult audit,
            long trafficMillis,
            long settledMillis)
            throws Exception {
        RoyaltyVault vault = deployment.vault(stack.chain(), CLAIMANT);
        LedgerView.Epochs epochs = ledger.epochs();
        List<LedgerView.ClaimableLeaf> leaves = ledger.leaves(epochs.accepted());
        Claims claims = new Claims(vault);
        claims.claimAll(leaves);
        BigInteger claimedTotal = vault.claimedTotal(deployment.token()).send();
        await(
                "the claims have come back through the chain's log",
                () -> ledger.claimed().compareTo(claimedTotal) >= 0);
        return new DemoRun(
                options,
                plan,
                expected,
                sent,
                deployment,
                ledger.lines(),
                epochs,
                ledger.headers(),
                ledger.ownUsage(),
                ledger.downstreamUsage(),
                ledger.earnedNumerators(),
                leaves.size(),
                claims,
                ledger.claimed(),
                audit,
                facts(vault),
                MarketFacts.of(market, stack.chain(), deployment, plan.market(), ledger.suspended()),
                trafficMillis,
                settledMillis);
    }

    private DemoRun.VaultFacts facts(RoyaltyVault vault) throws Exception {
        String token = deployment.token();
        return new DemoRun.VaultFacts(
                vault.acceptedEpoch().send().longValueExact(),
                Hex.of(vault.acceptedRoot().send()),
                vault.received(token).send(),
                vault.acceptedTotal(token).send(),
                vault.claimedTotal(token).send(),
                deployment
                        .token(stack.chain(), CLAIMANT)
                        .balanceOf(vault.getContractAddress())
                        .send());
    }

    private void await(String what, BooleanSupplier condition) {
        Duration limit = PATIENCE.plusMillis(options.periodMillis()).plusMillis(DemoOptions.GRACE_MILLIS);
        Patience patience = new Patience(clock, limit);
        while (!condition.getAsBoolean()) {
            RuntimeException halted = settlement.failure();
            if (halted != null) {
                throw new StackException(
                        "SETTLEMENT_HALTED",
                        "Settlement has halted.",
                        String.valueOf(halted.getMessage()),
                        "Look into " + DemoOptions.logFile() + " for what came before.",
                        halted);
            }
            stack.flink().failure().ifPresent(failure -> {
                throw new StackException(
                        "JOB_FAILED",
                        "A job does not run any more.",
                        failure,
                        "Look into " + DemoOptions.logFile() + " for what came before.",
                        null);
            });
            String standing = "the lines are " + ledger.lines() + ", the epochs " + ledger.epochs();
            if (patience.isOver(standing)) {
                throw new StackException(
                        "DEMO_STALLED",
                        "The demo does not get on.",
                        "Nothing has moved for " + limit.toSeconds() + " s, and it is still not true that " + what
                                + "; " + standing + ".",
                        "Look into " + DemoOptions.logFile() + " for what the jobs say.",
                        null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while settling", e);
        }
    }
}
