package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.SettlementHalted;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AcceptChainEventsTest {
    private static final ContractAddresses CONTRACTS =
            new ContractAddresses(ChainLog.REGISTRY, ChainLog.GATEWAYS, ChainLog.VAULT, ChainLog.PASSES);

    private static final long WRITE_OFF = FundingSettings.PREPAID.writeOffAfterMillis();
    private static final VaultRules RULES =
            new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 60_000, 3_600_000, 600_000, 4, WRITE_OFF);

    private final List<ChainEvent> log = new ChainLog()
            .fee(100, 25_000)
            .treasury(101, ChainLog.address("treasury"))
            .register(102, "m", "LAP", 0, 1)
            .finalized(110)
            .fee(120, 30_000)
            .finalized(130)
            .events();
    private OneInputStreamOperatorTestHarness<ChainRecord, ChainEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static OneInputStreamOperatorTestHarness<ChainRecord, ChainEvent> harness() throws Exception {
        return harness(RULES);
    }

    private static OneInputStreamOperatorTestHarness<ChainRecord, ChainEvent> harness(VaultRules rules)
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new AcceptChainEvents(rules, CONTRACTS)));
    }

    private void send(ChainEvent event) throws Exception {
        harness.processElement(ChainLog.record(0, event), 0);
    }

    private void send(List<ChainEvent> events) throws Exception {
        for (ChainEvent event : events) {
            send(event);
        }
    }

    private static void assertHalts(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatThrownBy(action)
                .rootCause()
                .isInstanceOf(SettlementHalted.class)
                .hasMessageStartingWith(code + ":");
    }

    private static ChainEvent with(ChainEvent event, long ordinal, long block, String hash, String address) {
        return new ChainEvent(
                event.chainId(),
                ordinal,
                block,
                hash,
                event.blockTimestampSeconds(),
                event.transaction(),
                event.logIndex(),
                event.contract(),
                address,
                event.event(),
                event.args());
    }

    @Test
    void everyEventIsAcceptedOnceInItsOrder() throws Exception {
        send(log);
        send(log);
        List<ChainEvent> events =
                log.stream().filter(event -> !event.isBlockFinalized()).toList();
        assertThat(harness.extractOutputValues().stream().filter(event -> !event.isBlockFinalized()))
                .containsExactlyElementsOf(events);
    }

    @Test
    void whatIsAheadWaitsUntilTheGapIsFilled() throws Exception {
        send(log.get(0));
        send(log.get(2));
        send(log.get(6));
        assertThat(harness.extractOutputValues()).containsExactly(log.get(0));
        send(log);
        assertThat(harness.extractOutputValues()).containsExactlyElementsOf(log);
    }

    @Test
    void aFinalBlockIsIgnoredUntilItsLastEventIsAccepted() throws Exception {
        send(log.get(6));
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void anEventOfAContractThatIsNotOursIsPassedAfterItsOrdinal() throws Exception {
        ChainEvent first = log.get(0);
        send(with(first, 1, first.blockNumber(), first.blockHash(), ChainLog.address("stranger")));
        send(log.get(1));
        assertThat(harness.extractOutputValues()).containsExactly(log.get(1));
    }

    @Test
    void aBlockThatChangedHalts() throws Exception {
        send(log.get(0));
        ChainEvent first = log.get(0);
        String otherHash = "0x" + "ab".repeat(32);
        assertHalts("CHAIN_BLOCK_CHANGED", () -> send(with(first, 1, first.blockNumber(), otherHash, first.address())));
        assertHalts("CHAIN_BLOCK_CHANGED", () -> send(with(first, 2, first.blockNumber(), otherHash, first.address())));
    }

    @Test
    void anEventBehindAFinalBlockHalts() throws Exception {
        send(log.subList(0, 7));
        ChainEvent late = new ChainEvent(
                ChainLog.CHAIN,
                log.get(5).ordinal() + 1,
                99,
                "0x" + "cd".repeat(32),
                109,
                log.get(0).transaction(),
                0,
                "RoyaltyVault",
                ChainLog.VAULT,
                "FeeChanged",
                "{\"feePpm\":20000}");
        assertHalts("CHAIN_TIME_REVERSED", () -> send(late));
    }

    @Test
    void aRecordOfAnotherChainOrWithoutAFormHalts() {
        ChainEvent other = ChainEvent.blockFinalized(1, 0, 1, "0x" + "00".repeat(32), 1);
        assertHalts("CHAIN_ID_MISMATCH", () -> send(other));
        assertHalts("CHAIN_RECORD_MALFORMED", () -> harness.processElement(new ChainRecord(7, new byte[] {'{'}), 0));
    }

    @Test
    void aRestoredJobGoesOnWhereItsCheckpointWas() throws Exception {
        send(log.subList(0, 3));
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(checkpoint);
        harness.open();
        send(log.subList(0, 4));
        assertThat(harness.extractOutputValues()).containsExactly(log.get(3));
        ChainEvent first = log.get(0);
        assertHalts(
                "CHAIN_BLOCK_CHANGED",
                () -> send(with(first, 1, first.blockNumber(), "0x" + "ab".repeat(32), first.address())));
    }

    static Stream<Arguments> otherRules() {
        return Stream.of(
                arguments("chain.id", new VaultRules(1, ChainLog.VAULT, 60_000, 3_600_000, 600_000, 4, WRITE_OFF)),
                arguments(
                        "contract.royalty-vault",
                        new VaultRules(ChainLog.CHAIN, ChainLog.PASSES, 60_000, 3_600_000, 600_000, 4, WRITE_OFF)),
                arguments(
                        "rating.grain",
                        new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 1_000, 3_600_000, 600_000, 4, WRITE_OFF)),
                arguments(
                        "settlement.period",
                        new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 60_000, 60_000, 600_000, 4, WRITE_OFF)),
                arguments(
                        "settlement.grace",
                        new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 60_000, 3_600_000, 60_000, 4, WRITE_OFF)),
                arguments(
                        "usage.partitions",
                        new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 60_000, 3_600_000, 600_000, 8, WRITE_OFF)),
                arguments(
                        "funding.write-off-after",
                        new VaultRules(ChainLog.CHAIN, ChainLog.VAULT, 60_000, 3_600_000, 600_000, 4, 86_400_000)));
    }

    @ParameterizedTest
    @MethodSource("otherRules")
    void stateOfOtherRulesHalts(String setting, VaultRules other) throws Exception {
        OperatorSubtaskState state = harness.snapshot(1, 1);
        OneInputStreamOperatorTestHarness<ChainRecord, ChainEvent> restored = harness(other);
        restored.setup();

        assertThatThrownBy(() -> restored.initializeState(state))
                .rootCause()
                .isInstanceOf(SettlementHalted.class)
                .hasMessageStartingWith("RULES_CHANGED: ")
                .hasMessageContaining("made with " + setting + "=");
        restored.close();
    }
}
