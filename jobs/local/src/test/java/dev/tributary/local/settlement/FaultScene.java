package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.Resume;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.Step;
import dev.tributary.settlement.run.StepListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One chain, one database, one vault and two runners for all cases: the chain goes back to a snapshot, the tables are
 * emptied. Blocks are mined by the scene alone.
 */
final class FaultScene implements AutoCloseable {
    private static final long SEED = 5;
    /** How long after the last fault everything has to be final, in seconds of chain time. */
    private static final long PATIENCE_SECONDS = 60;

    private static final int MOST_ROUNDS = 60;
    /** A round of chain time, with the blocks at its end. */
    private static final long ROUND_SECONDS = 5;

    private static final long BLOCKS = 3;

    /** Nothing that a program wrote is left; the triggers that keep rows are off meanwhile. */
    private static final String FORGET = """
            do $$
            declare
                written text[] := array(select format('tributary.%I', tablename) from pg_tables
                                        where schemaname = 'tributary' and tablename <> 'flyway_schema_history');
                each    text;
            begin
                foreach each in array written loop execute 'alter table ' || each || ' disable trigger user'; end loop;
                execute 'truncate ' || array_to_string(written, ', ');
                foreach each in array written loop execute 'alter table ' || each || ' enable trigger user'; end loop;
            end
            $$
            """;

    private static final Set<Problem> PASSING =
            Set.of(Problem.LEASE_HELD, Problem.LEASE_LOST, Problem.NODE_UNAVAILABLE);

    private final DevChain chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
    private final EmbeddedDatabase database = EmbeddedDatabase.start();
    private final Settled settled;
    private final RpcProxy proxy;
    private final SettlementRun mortal;
    private final SettlementRun other;
    private final FaultFates fates;
    private StepListener interruption = StepListener.NONE;
    private String snapshot;
    private long secondsSinceFault;
    private boolean otherTookOver;

    FaultScene(Path folder) throws Exception {
        settled = Settled.deploy(chain, database, folder);
        proxy = RpcProxy.before(chain.url());
        mortal = settled.open("mortal", step -> interruption.reached(step), proxy.url());
        other = settled.open("other", StepListener.NONE, proxy.url());
        fates = new FaultFates(settled, proxy);
        chain.command("evm_setAutomine", false);
        snapshot = proxy.ask("evm_snapshot").asText();
    }

    /** Lets a bug into what leaves the runner. */
    FaultFates fates() {
        return fates;
    }

    /** Plays a case to its end. */
    void play(FaultCase faults) throws Exception {
        play(faults, new Guardian.Content(), 1);
    }

    /** The same, with a guardian who revokes what is proposed first, and a corrected revision after it. */
    void playRevoked(FaultCase faults) throws Exception {
        try (Guardian.Revoking guardian = new Guardian.Revoking(settled, proxy.url(), this::expireLease)) {
            play(faults, guardian, 2);
            assertThat(settled.batches().get(0).revision()).as("revision").isEqualTo(2);
        }
    }

    private void play(FaultCase faults, Guardian guardian, int proposals) throws Exception {
        reset(faults);
        long epochs = seal(faults);
        Interruption cut = faults.chain() == FaultCase.Chain.MINED_BY_ANOTHER_RUNNER
                ? Interruption.sleep(faults.step(), this::letAnotherTakeOver)
                : Interruption.death(faults.step());
        interruption = cut;
        int interruptions = 0;
        for (int round = 0; !isFinal(epochs); round++) {
            assertThat(round).as("rounds").isLessThan(MOST_ROUNDS);
            pass();
            boolean faulty = fates.befall() || cut.happenings() > interruptions;
            interruptions = cut.happenings();
            faulty |= guardian.acts();
            letTimePass(faulty);
            assertThat(secondsSinceFault)
                    .as("seconds since the last fault: %s", settled.batches())
                    .isLessThanOrEqualTo(PATIENCE_SECONDS);
        }
        assertThat(cut.happened()).as("the fail point was reached").isTrue();
        new FaultInvariants(settled, proxy).requireAll(epochs, proposals, fates.foreignTransactions());
    }

    private void reset(FaultCase faults) throws Exception {
        // The pool is not part of a snapshot.
        proxy.ask("anvil_dropAllTransactions");
        proxy.ask("evm_revert", snapshot);
        snapshot = proxy.ask("evm_snapshot").asText();
        forgetAll();
        settled.sealed.forget();
        fates.arm(faults);
        secondsSinceFault = 0;
        otherTookOver = false;
        interruption = StepListener.NONE;
    }

    /** What stops a run for good needs a reason: a second epoch that the vault has no money for. */
    private long seal(FaultCase faults) throws Exception {
        List<AccountLine> lines = settled.lines(1, new Random(SEED));
        settled.sealed.seal(1, lines);
        if (faults.step() != Step.HALT_STORED) {
            return 1;
        }
        settled.sealed.seal(2, settled.hugeLines(2));
        return 2;
    }

    private void pass() throws Exception {
        expireLease();
        try {
            (otherTookOver ? other : mortal).pass();
        } catch (Interruption.Death expected) {
            assertThat(expected).hasMessageStartingWith("died at ");
        } catch (SettlementException e) {
            resumeAfterDeposit(e);
        }
    }

    private void resumeAfterDeposit(SettlementException stopped) throws Exception {
        if (PASSING.contains(stopped.problem())) {
            return;
        }
        if (stopped.problem() == Problem.TOTAL_ABOVE_RECEIVED) {
            return;
        }
        if (stopped.problem() != Problem.HALTED || settled.state(2) != BatchState.HALTED) {
            throw stopped;
        }
        chain.command("evm_setAutomine", true);
        settled.deposit(Settled.HUGE);
        chain.command("evm_setAutomine", false);
        expireLease();
        Resume.resume(settled.ledger, settled.vault, 2, "operator", "the deposit is there");
    }

    /** Runs inside the first runner's step: that one sleeps. */
    private void letAnotherTakeOver() {
        try {
            expireLease();
            other.pass();
            fates.befall();
            otherTookOver = true;
        } catch (SettlementException e) {
            // The sleeper holds the lease's row: it sleeps in the middle of a transaction.
            assertThat(e.problem()).as("%s", e.getMessage()).isIn(Problem.LEASE_HELD, Problem.HALTED);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void letTimePass(boolean faulty) {
        secondsSinceFault = faulty ? 0 : secondsSinceFault + ROUND_SECONDS;
        if (fates.awaited()) {
            return;
        }
        long now = Long.decode(proxy.ask("eth_getBlockByNumber", "latest", false)
                .path("timestamp")
                .asText());
        for (long second = ROUND_SECONDS - BLOCKS; second < ROUND_SECONDS; second++) {
            chain.command("evm_setNextBlockTimestamp", now + second + 1);
            chain.mine(1);
        }
    }

    private boolean isFinal(long epochs) {
        return settled.batches().size() == epochs && settled.allFinal();
    }

    /** As if the lease had run out; one whose row is locked has not. */
    private void expireLease() throws Exception {
        execute(DatabaseRole.SETTLEMENT, """
                update tributary.lease set expires_at = now() - interval '1 second'
                where (chain_id, vault) in (select chain_id, vault from tributary.lease for update skip locked)
                """);
    }

    private void forgetAll() throws Exception {
        execute(DatabaseRole.MIGRATOR, FORGET);
    }

    private void execute(DatabaseRole role, String sql) throws Exception {
        try (Connection connection = database.login(role).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        }
    }

    @Override
    public void close() {
        mortal.close();
        other.close();
        proxy.close();
        database.close();
        chain.close();
    }
}
