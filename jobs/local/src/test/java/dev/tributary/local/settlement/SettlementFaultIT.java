package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.PassReport;
import dev.tributary.settlement.run.Resume;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.Step;
import dev.tributary.settlement.run.StepListener;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.tx.Transfer;
import org.web3j.utils.Convert;

final class SettlementFaultIT {
    private static final long SEED = 404;
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Settled settled;

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    @BeforeEach
    void sealOneEpoch(@TempDir Path folder) throws Exception {
        settled = Settled.deploy(chain, database, folder);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
    }

    @AfterEach
    void mineAgain() {
        chain.command("evm_setAutomine", true);
    }

    @Test
    void aRevokedEpochWaitsForAnOperatorAndIsThenProposedAgain() throws Exception {
        settled.pass();
        settled.marketplace
                .vault(chain, Settled.GUARDIAN)
                .revoke(BigInteger.ONE, "looks wrong – ü")
                .send();
        settled.pass();
        assertThat(settled.state(1)).as("not final yet").isEqualTo(BatchState.PROPOSED);
        chain.mine(3);
        assertThat(settled.pass().notices()).singleElement().asString().contains("resume 1");
        assertThat(settled.state(1)).isEqualTo(BatchState.REVOKED);
        chain.mine(3);
        assertThat(settled.pass().changes()).isEmpty();

        Resume.resume(settled.ledger, settled.vault, 1, "operator", "verified, the root is right");
        settled.settle();
        assertThat(settled.proposals()).hasSize(2);
        assertThat(settled.acceptances()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 413})
    void aRevocationAtTheEndOfALongWindowIsFoundOnANodeThatSearchesFewBlocksAtOnce(int httpStatus) throws Exception {
        settled.pass();
        chain.mine(1_000);
        settled.marketplace
                .vault(chain, Settled.GUARDIAN)
                .revoke(BigInteger.ONE, "seen at the last moment")
                .send();
        chain.mine(3);
        try (RpcProxy proxy = RpcProxy.before(chain.url())) {
            proxy.fault((request, upstream) -> RpcProxy.method(request).equals("eth_getLogs") && blocks(request) > 100
                    ? new RpcProxy.Reply(httpStatus, tooWide(request))
                    : upstream.forward(request));
            try (SettlementRun run = settled.open("test", StepListener.NONE, proxy.url())) {
                assertThat(run.pass().notices()).singleElement().asString().contains("resume 1");
            }
        }
        assertThat(settled.state(1)).isEqualTo(BatchState.REVOKED);
    }

    private static String tooWide(JsonNode search) {
        return RpcProxy.Reply.of(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        search.path("id"),
                        "error",
                        Map.of("code", -32_602, "message", "query exceeds max block range 100")))
                .body();
    }

    private static long blocks(JsonNode search) {
        JsonNode filter = search.path("params").path(0);
        return Long.decode(filter.path("toBlock").asText())
                - Long.decode(filter.path("fromBlock").asText())
                + 1;
    }

    @Test
    void aDroppedTransactionIsSentAgainWithTheSameBytes() throws Exception {
        chain.command("evm_setAutomine", false);
        settled.pass();
        String hash = settled.newestAttempts().get(0).hash();
        chain.command("anvil_dropTransaction", hash);
        settled.pass();
        assertThat(settled.newestAttempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.hash()).isEqualTo(hash);
            assertThat(attempt.sends()).isEqualTo(2);
        });
        chain.command("evm_setAutomine", true);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
    }

    @Test
    void anOverdueTransactionIsReplacedWithBothFeesRaised() throws Exception {
        chain.command("evm_setAutomine", false);
        settled.pass();
        Killed killed = new Killed(Step.BUMP_SIGNED);
        settled.now = settled.now.plus(Settled.BUMP_AFTER);
        assertThatThrownBy(() -> passWith(killed)).isSameAs(killed);
        Killed later = new Killed(Step.BUMP_STORED);
        assertThatThrownBy(() -> passWith(later)).isSameAs(later);
        passWith(StepListener.NONE);

        List<Attempt> attempts = settled.newestAttempts();
        assertThat(attempts).extracting(Attempt::sends).containsExactly(1, 1);
        assertThat(atLeastTenPercentMore(
                        attempts.get(0).fees().maxFeePerGas(),
                        attempts.get(1).fees().maxFeePerGas()))
                .isTrue();
        assertThat(atLeastTenPercentMore(
                        attempts.get(0).fees().maxPriorityFeePerGas(),
                        attempts.get(1).fees().maxPriorityFeePerGas()))
                .isTrue();
        chain.command("evm_setAutomine", true);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void anOverdueTransactionIsReplacedThoughItsSenderDiedBeforeNotingTheAnswer() throws Exception {
        chain.command("evm_setAutomine", false);
        Killed killed = new Killed(Step.SENT);
        assertThatThrownBy(() -> passWith(killed)).isSameAs(killed);
        passWith(StepListener.NONE);
        assertThat(settled.newestAttempts())
                .as("it is not late yet")
                .extracting(Attempt::sends)
                .containsExactly(0);

        settled.now = settled.now.plus(Settled.BUMP_AFTER);
        passWith(StepListener.NONE);
        List<Attempt> attempts = settled.newestAttempts();
        assertThat(attempts).extracting(Attempt::sends).containsExactly(0, 1);
        assertThat(atLeastTenPercentMore(
                        attempts.get(0).fees().maxFeePerGas(),
                        attempts.get(1).fees().maxFeePerGas()))
                .isTrue();

        chain.command("evm_setAutomine", true);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.ONE);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void aProposalThatIsReorganisedAwayIsSentAgain() throws Exception {
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        chain.command("anvil_reorg", 1, List.of());
        PassReport report = settled.pass();
        assertThat(report.changes()).anyMatch(change -> change.contains("was sent"));
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void anAcceptanceThatIsReorganisedAwayIsSentAgain() throws Exception {
        settled.pass();
        settled.letTimePass();
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.ACCEPTED);
        chain.command("anvil_reorg", 1, List.of());
        settled.letTimePass();
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aNonceTakenByAForeignTransactionCostsAnotherOneAndNothingElse() throws Exception {
        chain.command("evm_setAutomine", false);
        settled.pass();
        chain.command("anvil_dropTransaction", settled.newestAttempts().get(0).hash());
        chain.command("evm_setAutomine", true);
        new Transfer(chain.web3j(), chain.transactions(Settled.SUBMITTER))
                .sendFunds(Settled.SUBMITTER.getAddress(), BigDecimal.ONE, Convert.Unit.WEI)
                .send();
        settled.pass();
        assertThat(settled.proposals()).isEmpty();
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L, 2L));
    }

    @Test
    void aKeyThatServesTwoVaultsHasOneTransactionInFlight(@TempDir Path folder) throws Exception {
        Settled other = Settled.deploy(chain, database, folder);
        other.sealed.seal(1, other.lines(1, new Random(SEED)));
        chain.command("evm_setAutomine", false);
        settled.pass();
        PassReport waiting = other.pass();
        assertThat(waiting.notices()).anyMatch(notice -> notice.contains("another transaction under way"));
        assertThat(other.state(1)).isEqualTo(BatchState.PROVED);
        chain.command("evm_setAutomine", true);
        settled.settle();
        other.settle();
        assertThat(other.acceptances()).hasSize(1);
    }

    @Test
    void somebodyElsesAcceptanceCounts() throws Exception {
        settled.pass();
        settled.letTimePass();
        settled.contract().accept(BigInteger.ONE).send();
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L));
    }

    @Test
    void aPausedVaultIsWaitedFor() throws Exception {
        settled.marketplace.vault(chain, Settled.GUARDIAN).pause().send();
        chain.mine(3);
        assertThat(settled.pass().notices()).anyMatch(notice -> notice.contains("paused"));
        assertThat(settled.state(1)).isEqualTo(BatchState.PROVED);
        settled.contract().unpause().send();
        chain.mine(3);
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void twoRunnersAtOnceProposeOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> runners =
                List.of(threads.submit(() -> repeatedly("one")), threads.submit(() -> repeatedly("other")));
        for (Future<?> runner : runners) {
            runner.get();
        }
        threads.shutdown();
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aRunnerThatSleptThroughItsLeaseWritesNothing() throws Exception {
        StepListener sleepy = step -> {
            if (step == Step.PROPOSAL_SIGNED) {
                overtake();
            }
        };
        assertThatThrownBy(() -> passWith(sleepy))
                .isInstanceOfSatisfying(
                        SettlementException.class, e -> assertThat(e.problem()).isEqualTo(Problem.LEASE_LOST));
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void aRunnerThatSleptThroughItsLeaseSendsNothing() throws Exception {
        try (RpcProxy proxy = RpcProxy.before(chain.url())) {
            AtomicInteger sent = new AtomicInteger();
            proxy.fault((request, upstream) -> {
                sent.addAndGet(RpcProxy.method(request).equals("eth_sendRawTransaction") ? 1 : 0);
                return upstream.forward(request);
            });
            AtomicBoolean slept = new AtomicBoolean();
            StepListener sleepy = step -> {
                if (step == Step.SEND_WANTED && slept.compareAndSet(false, true)) {
                    overtake();
                }
            };
            try (SettlementRun run = settled.open("sleeper", sleepy, proxy.url())) {
                assertThatThrownBy(run::pass)
                        .isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                                .isEqualTo(Problem.LEASE_LOST));
            }
            assertThat(slept).isTrue();
            assertThat(sent).as("what the sleeper sent").hasValue(0);
        }
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void aPauseDuringTheWindowIsWaitedForAndExtendsIt() throws Exception {
        settled.pass();
        settled.marketplace.vault(chain, Settled.GUARDIAN).pause().send();
        settled.letTimePass();
        assertThat(settled.pass().notices()).anyMatch(notice -> notice.contains("paused"));
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        settled.contract().unpause().send();
        chain.mine(3);
        settled.pass();
        assertThat(settled.state(1)).as("the window goes on").isEqualTo(BatchState.PROPOSED);
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aSecondNodeTakesOverInTheMiddleOfASettlement() throws Exception {
        try (RpcProxy first = RpcProxy.before(chain.url())) {
            try (SettlementRun run = settled.open("test", StepListener.NONE, first.url() + "," + chain.url())) {
                run.pass();
                first.fault((request, upstream) -> null);
                settled.settle(run);
            }
        }
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aDryRunSaysWhatItWouldSignAndLeavesNothing() throws Exception {
        String before = settled.everythingStored();
        try (SettlementRun run = settled.open("dry", StepListener.NONE)) {
            PassReport report = run.rehearse();
            assertThat(report.changes()).first().isEqualTo("epoch 1 is proved");
            assertThat(report.changes()).last().asString().contains("would sign with ", "0x");
        }
        assertThat(settled.everythingStored()).isEqualTo(before);
        assertThat(settled.folder.resolve("epochs")).doesNotExist();
        assertThat(settled.proposals()).isEmpty();

        settled.pass();
        settled.letTimePass();
        try (SettlementRun run = settled.open("dry", StepListener.NONE)) {
            assertThat(run.rehearse().changes()).last().asString().contains("would sign with ");
        }
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void aVaultShortOfFundsHaltsUntilTheDepositIsThere() throws Exception {
        settled.sealed.seal(2, settled.hugeLines(2));
        assertThatThrownBy(settled::pass).isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.TOTAL_ABOVE_RECEIVED));
        assertThat(settled.state(2)).isEqualTo(BatchState.HALTED);
        assertThatThrownBy(settled::pass).isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.HALTED));
        assertThat(settled.proposals()).isEmpty();

        settled.deposit(Settled.HUGE);
        Resume.resume(settled.ledger, settled.vault, 2, "operator", "the deposit is there");
        settled.settle();
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.TWO);
    }

    private Void repeatedly(String name) throws Exception {
        for (int i = 0; i < 6; i++) {
            try (SettlementRun run = settled.open(name, StepListener.NONE)) {
                run.pass();
            } catch (SettlementException e) {
                assertThat(e.problem()).isIn(Problem.LEASE_HELD, Problem.LEASE_LOST);
            }
            chain.mine(1);
        }
        return null;
    }

    private void overtake() {
        try {
            Thread.sleep(400);
            passWith(StepListener.NONE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void passWith(StepListener steps) throws Exception {
        try (SettlementRun run = settled.open("other", steps)) {
            Settled.retryWhileLeased(run);
        }
    }

    private static boolean atLeastTenPercentMore(BigInteger less, BigInteger more) {
        return more.multiply(BigInteger.TEN).compareTo(less.multiply(BigInteger.valueOf(11))) >= 0;
    }
}
