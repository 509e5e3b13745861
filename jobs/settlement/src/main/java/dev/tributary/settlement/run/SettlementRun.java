package dev.tributary.settlement.run;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.Publication;
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
        EvmRpc rpc = new Web3jRpc(new RpcOptions(
                config.rpcUrl(),
                vault.chainId(),
                config.confirmations(),
                config.rpcTimeout().toMillis(),
                READ_ATTEMPTS));
        VaultNode node = new RpcVaultNode(rpc, vault.address());
        return new SettlementRun(config, holder, clock, steps, source, node, signer);
    }

    /** @throws SettlementException when it cannot go on; what was done until then stays done */
    public PassReport pass() {
        node.requireChain();
        VaultId vault = config.vault();
        steps.reached(Step.LEASE_WANTED);
        Lease lease = Lease.acquire(ledger, vault, holder, config.leaseLength());
        steps.reached(Step.LEASE_TAKEN);
        Prover prover = new Prover(ledger, vault, node, new Publication(config.outputDirectory()), steps);
        Offers offers = new Offers(ledger, vault, node, config.feeRule(), config.feeLimits(), clock);
        Submitter submitter = new Submitter(ledger, vault, node, signer, offers, clock, steps);
        Dispatcher dispatcher = new Dispatcher(ledger, vault, node, signer, offers, config.bumpAfter(), clock, steps);
        Lookout lookout = new Lookout(ledger, vault, node, signer.address(), steps);
        Pass pass =
                new Pass(ledger, vault, lease, lookout, new Surroundings(node), prover, submitter, dispatcher, steps);
        try {
            return pass.run();
        } finally {
            steps.reached(Step.LEASE_RETURNING);
            lease.release(ledger);
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
            } catch (SettlementException e) {
                if (e.problem().kind() != Problem.Kind.UNAVAILABLE) {
                    throw e;
                }
                LOG.warn("{}: {}", e.problem(), e.getMessage());
            }
            pause(stop);
        }
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
