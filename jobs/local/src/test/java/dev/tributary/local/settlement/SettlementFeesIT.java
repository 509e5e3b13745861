package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.SendAnswer;
import dev.tributary.settlement.rules.SendVerdict;
import dev.tributary.settlement.run.Hold;
import dev.tributary.settlement.run.PassReport;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.Step;
import dev.tributary.settlement.run.StepListener;
import dev.tributary.settlement.vault.FeeLimits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.DefaultBlockParameterName;

final class SettlementFeesIT {
    private static final long SEED = 1_559;
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final BigInteger PLENTY = BigInteger.TEN.pow(20);
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private static int tests;

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
        // The limit of a day is the account's, for every vault: each test has days of its own.
        settled.now = settled.now.plus(Duration.ofDays(10L * ++tests));
    }

    @AfterEach
    void calmDown() {
        chain.command("evm_setAutomine", true);
        hold(PLENTY);
        baseFee(GWEI);
    }

    @Test
    void aFeeSpikeAboveTheLimitHoldsAndIsOverWhenTheSpikeIs() throws Exception {
        baseFee(GWEI.multiply(BigInteger.valueOf(2_000)));
        PassReport report = settled.pass();
        assertThat(report.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.problem()).isEqualTo(Problem.FEE_CAP_REACHED);
            assertThat(hold.message()).contains("fee.max-per-gas-wei", "nothing is signed");
        });
        assertThat(settled.state(1)).as("not halted for good").isEqualTo(BatchState.PROVED);
        assertThat(settled.nonces()).isEmpty();

        baseFee(GWEI);
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aTransactionNeverOffersMoreThanItMayCostInAll() throws Exception {
        chain.command("evm_setAutomine", false);
        settled.pass();
        BigInteger offered = settled.newestAttempts().get(0).fees().maxFeePerGas();
        BigInteger gas = BigInteger.valueOf(transaction().gasLimit());
        BigInteger tenPercentMore = offered.multiply(BigInteger.valueOf(110)).divide(BigInteger.valueOf(100));
        settled.feeLimits = new FeeLimits(PLENTY, gas.multiply(tenPercentMore), PLENTY);
        settled.now = settled.now.plus(Settled.BUMP_AFTER);
        assertHeld(settled.pass(), Problem.FEE_CAP_REACHED, "fee.max-per-transaction-wei");
        assertThat(settled.newestAttempts()).hasSize(1);

        settled.feeLimits = new FeeLimits(PLENTY, gas.multiply(offered).shiftLeft(1), PLENTY);
        assertThat(settled.pass().holds()).isEmpty();
        assertThat(settled.newestAttempts()).hasSize(2).last().satisfies(bumped -> assertThat(
                        gas.multiply(bumped.fees().maxFeePerGas()))
                .isLessThanOrEqualTo(settled.feeLimits.maxPerTransactionWei()));
        chain.command("evm_setAutomine", true);
        settled.settle();
    }

    @Test
    void whatADayMayCostCountsFinalReceiptsAndTheWorstCaseOfWhatIsInFlight() throws Exception {
        settled.pass();
        settled.letTimePass();
        BigInteger limit = receipt();
        settled.feeLimits = new FeeLimits(PLENTY, PLENTY, limit.add(BigInteger.ONE));
        PassReport report = settled.pass();
        assertHeld(report, Problem.DAILY_FEE_CAP_REACHED, "cost " + limit + " of " + limit.add(BigInteger.ONE));
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        assertThat(settled.nonces()).isEqualTo(List.of(0L));

        settled.feeLimits = new FeeLimits(PLENTY, PLENTY, limit.multiply(BigInteger.TEN));
        settled.now = settled.now.plus(Duration.ofHours(23));
        settled.pass();
        Attempt acceptance = settled.newestAttempts().get(0);
        BigInteger worst = acceptance
                .fees()
                .maxFeePerGas()
                .multiply(BigInteger.valueOf(transaction().gasLimit()));
        assertThat(limit.add(worst)).isLessThanOrEqualTo(settled.feeLimits.maxPerDayWei());
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void aNewDayHasItsOwnLimit() throws Exception {
        settled.pass();
        settled.letTimePass();
        settled.feeLimits = new FeeLimits(PLENTY, PLENTY, receipt().add(BigInteger.ONE));
        assertHeld(settled.pass(), Problem.DAILY_FEE_CAP_REACHED, "fee.max-per-day-wei");

        settled.now = settled.now.plus(Duration.ofDays(1));
        settled.feeLimits = new FeeLimits(PLENTY, PLENTY, BigInteger.TEN.pow(17));
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
        assertThat(spentSince(Duration.ZERO)).isPositive().isLessThan(spentSince(Duration.ofDays(1)));
    }

    @Test
    void anAccountThatCannotPayHoldsWithItsNumbersBeforeAnythingIsSigned() throws Exception {
        BigInteger before = balance();
        hold(BigInteger.TEN);
        PassReport report = settled.pass();
        assertHeld(report, Problem.SUBMITTER_UNFUNDED, "holds 10 wei, and the next transaction may cost ");
        assertThat(settled.nonces()).isEmpty();

        hold(before);
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
    }

    @Test
    void bytesThatTheAccountCannotPayForAreSentAgainAndNeverRaised() throws Exception {
        chain.command("evm_setAutomine", false);
        BigInteger before = balance();
        // Signed with money and sent without.
        try (SettlementRun run = settled.open(
                "test",
                step -> {
                    if (step == Step.PROPOSAL_STORED) {
                        hold(BigInteger.TEN);
                    }
                },
                chain.url())) {
            assertUnfunded(run.pass());
        }
        for (int round = 0; round < 3; round++) {
            settled.now = settled.now.plus(Settled.BUMP_AFTER);
            assertUnfunded(settled.pass());
        }
        assertThat(settled.newestAttempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.sends()).isEqualTo(4);
            assertThat(attempt.lastAnswer()).extracting(SendAnswer::verdict).isEqualTo(SendVerdict.UNFUNDED);
        });

        hold(before);
        PassReport funded = settled.pass();
        assertThat(funded.holds()).isEmpty();
        assertThat(settled.newestAttempts()).as("taken now, so not late yet").hasSize(1);
        settled.now = settled.now.plus(Settled.BUMP_AFTER);
        settled.pass();
        assertThat(settled.newestAttempts()).hasSize(2);
        chain.command("evm_setAutomine", true);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void aRaiseThatTheAccountCannotPayIsNotSigned() throws Exception {
        chain.command("evm_setAutomine", false);
        settled.pass();
        BigInteger before = balance();
        Attempt waiting = settled.newestAttempts().get(0);
        hold(transaction().cost(waiting.fees()));
        settled.now = settled.now.plus(Settled.BUMP_AFTER);
        assertHeld(settled.pass(), Problem.SUBMITTER_UNFUNDED, "raising the fee of PROPOSE of epoch 1 with nonce ");
        assertThat(settled.newestAttempts()).extracting(Attempt::hash).containsExactly(waiting.hash());

        hold(before);
        assertThat(settled.pass().holds()).isEmpty();
        assertThat(settled.newestAttempts()).hasSize(2);
        chain.command("evm_setAutomine", true);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
    }

    @Test
    void bytesRefusedForAnotherReasonAreSentAgainAndTheRunSaysWhatTheNodeSays() throws Exception {
        try (RpcProxy proxy = RpcProxy.before(chain.url())) {
            proxy.fault((request, upstream) -> refusing(request, upstream, "exceeds block gas limit"));
            try (SettlementRun run = settled.open("test", StepListener.NONE, proxy.url())) {
                assertThat(run.pass().holds()).as("it may be over soon").isEmpty();
                settled.now = settled.now.plus(Settled.BUMP_AFTER);
                assertHeld(run.pass(), Problem.SEND_REFUSED, "refused: exceeds block gas limit");
                assertThat(settled.newestAttempts()).singleElement().satisfies(attempt -> assertThat(attempt.sends())
                        .isEqualTo(2));

                proxy.fault((request, upstream) -> refusing(request, upstream, "FeeTooLow, MaxFeePerGas too low"));
                run.pass();
                assertThat(settled.newestAttempts()).hasSize(1);
                settled.now = settled.now.plus(Settled.BUMP_AFTER);
                run.pass();
                assertThat(settled.newestAttempts()).as("a fee mends that").hasSize(2);
            }
        }
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
    }

    private static RpcProxy.Reply refusing(JsonNode request, RpcProxy.Upstream upstream, String words)
            throws IOException {
        return RpcProxy.method(request).equals("eth_sendRawTransaction")
                ? RpcProxy.Reply.of(Map.of(
                        "jsonrpc", "2.0", "id", request.path("id"), "error", Map.of("code", -32_000, "message", words)))
                : upstream.forward(request);
    }

    private void assertUnfunded(PassReport report) {
        OutboundTransaction transaction = transaction();
        BigInteger cost = transaction.cost(transaction.newestAttempt().fees());
        assertHeld(
                report,
                Problem.SUBMITTER_UNFUNDED,
                "holds 10 wei, and PROPOSE of epoch 1 with nonce " + transaction.nonce() + " may cost " + cost
                        + " wei. Send the account at least " + cost.subtract(BigInteger.TEN) + " wei more.");
    }

    private static BigInteger balance() throws IOException {
        return chain.web3j()
                .ethGetBalance(transactionSender(), DefaultBlockParameterName.LATEST)
                .send()
                .getBalance();
    }

    private static void hold(BigInteger wei) {
        chain.command("anvil_setBalance", transactionSender(), "0x" + wei.toString(16));
    }

    /** What the proposal cost, by its receipt. */
    private BigInteger receipt() throws Exception {
        var receipt = chain.web3j()
                .ethGetTransactionReceipt(settled.newestAttempts().get(0).hash())
                .send()
                .getTransactionReceipt()
                .orElseThrow();
        return receipt.getGasUsed()
                .multiply(new BigInteger(receipt.getEffectiveGasPrice().substring(2), 16));
    }

    private BigInteger spentSince(Duration ago) {
        return settled.ledger.read(
                session -> new Outbox(settled.vault).spentSince(session, transactionSender(), settled.now.minus(ago)));
    }

    private static String transactionSender() {
        return Settled.SUBMITTER.getAddress();
    }

    private OutboundTransaction transaction() {
        List<OutboundTransaction> open = settled.ledger.read(new Outbox(settled.vault)::open);
        return open.get(open.size() - 1);
    }

    private static void assertHeld(PassReport report, Problem problem, String saying) {
        assertThat(report.holds()).extracting(Hold::problem).containsExactly(problem);
        assertThat(report.holds().get(0).message()).contains(saying);
    }

    private static void baseFee(BigInteger wei) {
        chain.command("anvil_setNextBlockBaseFeePerGas", "0x" + wei.toString(16));
        chain.mine(1);
    }
}
