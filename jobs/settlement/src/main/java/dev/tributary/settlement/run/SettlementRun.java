package dev.tributary.settlement.run;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.RehearsalSource;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.Publication;
import dev.tributary.settlement.vault.RehearsalNode;
import dev.tributary.settlement.vault.RehearsalSigner;
import dev.tributary.settlement.vault.RpcVaultNode;
import dev.tributary.settlement.vault.Signer;
import dev.tributary.settlement.vault.VaultNode;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settlement run: {@link #pass} does all that can be done now and returns; {@link #watch} repeats it. Any number of
 * runs may be started anywhere, one at a time holds the lease, and each may be killed at any moment.
 */
public final class SettlementRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementRun.class);
    private static final int POLL_MILLIS = 100;
    private static final int READ_ATTEMPTS = 3;

    private final SettlementConfig config;
    private final String holder;
    private final InstantSource clock;
    private final StepListener steps;
    private final HikariDataSource source;
    private final Ledger ledger;
    private final VaultNode node;
    private final Signer signer;
    private final SettlementMetrics metrics;

    private SettlementRun(
            SettlementConfig config,
            String holder,
            InstantSource clock,
            StepListener steps,
            HikariDataSource source,
            VaultNode node,
            Signer signer) {
        this.config = config;
        this.holder = holder;
        this.clock = clock;
        this.steps = steps;
        this.source = source;
        this.ledger = new Ledger(source);
        this.node = node;
        this.signer = signer;
        this.metrics = new SettlementMetrics(
                ledger,
                config.vault(),
                new SettlementMetrics.Runner(
                        signer.address(), config.feeLimits().maxPerTransactionWei()),
                clock);
    }

    /**
     * Opens key, database and node.
     *
     * @param holder name of this runner in the lease, for people
     * @param steps told at every step
     */
    public static SettlementRun open(SettlementConfig config, String holder, InstantSource clock, StepListener steps) {
        Signer signer = config.submitter().open();
        HikariDataSource source = config.database().open();
        VaultId vault = config.vault();
        EvmRpc rpc = EvmRpc.connect(new RpcOptions(
                config.rpcUrls(),
                vault.chainId(),
                config.confirmations(),
                config.rpcTimeout().toMillis(),
                READ_ATTEMPTS));
        VaultNode node = new RpcVaultNode(rpc, vault.address());
        return new SettlementRun(config, holder, clock, steps, source, node, signer);
    }

    /** @throws SettlementException when it cannot go on; what was done until then stays done */
    public PassReport pass() {
        try {
            PassReport report = pass(ledger, node, signer, new Publication(config.outputDirectory()));
            watchVault();
            return report;
        } catch (SettlementException e) {
            if (e.problem().kind() != Problem.Kind.UNAVAILABLE) {
                watchVault();
            }
            throw e;
        }
    }

    /** Monitoring alone: whatever is wrong with it leaves the pass as it was. */
    private void watchVault() {
        try {
            metrics.watched(VaultWatch.look(ledger, config.vault(), node, signer.address()));
        } catch (RuntimeException e) {
            LOG.warn("The vault was not measured: {}", e.getMessage());
        }
    }

    /**
     * A pass up to the signature: everything is read, proved and checked, nothing is written, signed or sent.
     *
     * @throws SettlementException as a pass would
     */
    public PassReport rehearse() {
        try (RehearsalSource undone = new RehearsalSource(source);
                RehearsalFolder folder = RehearsalFolder.create()) {
            return pass(
                    new Ledger(undone),
                    new RehearsalNode(node),
                    new RehearsalSigner(signer),
                    new Publication(folder.path()));
        }
    }

    private PassReport pass(Ledger tables, VaultNode chain, Signer key, Publication publication) {
        chain.requireChain();
        VaultId vault = config.vault();
        steps.reached(Step.LEASE_WANTED);
        Lease lease = Lease.acquire(tables, vault, holder, config.leaseLength());
        steps.reached(Step.LEASE_TAKEN);
        Prover prover = new Prover(tables, vault, chain, publication, steps);
        Offers offers = new Offers(tables, vault, chain, config.feeRule(), config.feeLimits(), clock);
        Submitter submitter = new Submitter(tables, vault, chain, key, offers, clock, steps);
        Dispatcher dispatcher = new Dispatcher(tables, vault, chain, key, offers, config.bumpAfter(), clock, steps);
        Lookout lookout = new Lookout(tables, vault, chain, key.address(), steps);
        Pass pass =
                new Pass(tables, vault, lease, lookout, new Surroundings(chain), prover, submitter, dispatcher, steps);
        try {
            PassReport report = pass.run();
            new TokenUnits(tables, vault, chain).learn(lease);
            return report;
        } finally {
            steps.reached(Step.LEASE_RETURNING);
            lease.release(tables);
            steps.reached(Step.LEASE_RETURNED);
        }
    }

    /**
     * Passes until told to stop. What goes away by itself is waited for; a halt ends the watch, because it needs a person.
     *
     * @param reports told after every pass that was not cut short
     */
    public void watch(BooleanSupplier stop, Consumer<PassReport> reports) {
        while (!stop.getAsBoolean()) {
            try {
                reports.accept(pass());
                metrics().passed();
            } catch (SettlementException e) {
                metrics().failed(e.problem());
                if (e.problem().kind() != Problem.Kind.UNAVAILABLE) {
                    throw e;
                }
                LOG.warn("{}: {}", e.problem(), e.getMessage());
            }
            pause(stop);
        }
    }

    /** What is known of the vault's settlement, for monitoring. */
    public SettlementMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        source.close();
        node.close();
    }

    private void pause(BooleanSupplier stop) {
        long waited = 0;
        while (waited < config.interval().toMillis() && !stop.getAsBoolean()) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            waited += POLL_MILLIS;
        }
    }
}
