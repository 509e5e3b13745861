package dev.tributary.pipelines.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.market.Purchase.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class TrackPurchasesTest {
    private static final String BUYER = ChainLog.address("buyer");

    private static KeyedOneInputStreamOperatorTestHarness<Long, ChainEvent, Purchase> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new TrackPurchases()), ChainEvent::chainId, Types.LONG);
    }

    @SuppressWarnings("try") // nothing interrupts the test
    private static List<Purchase> track(ChainLog log) throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (ChainEvent event : log.events()) {
                harness.processElement(event, 0);
            }
            return new ArrayList<>(harness.extractOutputValues());
        }
    }

    @Test
    void aPurchaseIsLockedAndThenRefunded() throws Exception {
        List<Purchase> rows =
                track(new ChainLog().purchased(10, "M", 1, BUYER, 500, 70).refunded(80, "M", 1, 500));
        assertThat(rows)
                .extracting(
                        Purchase::state,
                        Purchase::purchasedAtMillis,
                        Purchase::endedAtMillis,
                        Purchase::price,
                        Purchase::deadlineMillis,
                        Purchase::ordinal)
                .containsExactly(
                        tuple(State.LOCKED, 10_000L, null, BigInteger.valueOf(500), 70_000L, 1L),
                        tuple(State.REFUNDED, 10_000L, 80_000L, BigInteger.valueOf(500), 70_000L, 2L));
        assertThat(rows.get(1).endTransaction()).isNotEqualTo(rows.get(1).purchaseTransaction());
        assertThat(rows.get(1))
                .extracting(Purchase::pass, Purchase::fee, Purchase::net)
                .containsOnlyNulls();
    }

    @Test
    void aReleaseWithoutRevenueInItsTransactionPaidTheSeller() throws Exception {
        List<Purchase> rows = track(new ChainLog()
                .purchased(10, "M", 1, BUYER, 500, 70)
                .released(20, "M", 1, 10, 490)
                .sold(20, "M", 490));
        assertThat(rows)
                .extracting(Purchase::state, Purchase::pass, Purchase::fee, Purchase::net, Purchase::netToVault)
                .containsExactly(
                        tuple(State.LOCKED, null, null, null, false),
                        tuple(State.RELEASED, BigInteger.ONE, BigInteger.TEN, BigInteger.valueOf(490), false));
    }

    @Test
    void revenueInTheTransactionOfAReleaseIsItsNet() throws Exception {
        List<Purchase> rows = track(new ChainLog()
                .purchased(10, "M", 1, BUYER, 500, 70)
                .purchased(10, "N", 2, BUYER, 500, 70)
                .released(20, "M", 1, 10, 490)
                .released(20, "N", 2, 10, 490)
                .inTheSameTransaction()
                .sold(20, "N", 490)
                .inTheSameTransaction());
        assertThat(rows)
                .extracting(Purchase::purchase, Purchase::state, Purchase::netToVault)
                .endsWith(
                        tuple(BigInteger.ONE, State.RELEASED, false),
                        tuple(BigInteger.TWO, State.RELEASED, false),
                        tuple(BigInteger.TWO, State.RELEASED, true));
    }

    @Test
    void revenueOfAnotherModelOrAmountIsNotItsNet() throws Exception {
        List<Purchase> rows = track(new ChainLog()
                .purchased(10, "M", 1, BUYER, 500, 70)
                .released(20, "M", 1, 10, 490)
                .sold(20, "N", 490)
                .inTheSameTransaction()
                .sold(20, "M", 489)
                .inTheSameTransaction());
        assertThat(rows).extracting(Purchase::netToVault).containsExactly(false, false);
    }

    @Test
    void anEndOfAPurchaseThatIsNotLockedSaysNothing() throws Exception {
        List<Purchase> rows = track(new ChainLog()
                .released(5, "M", 9, 1, 2)
                .purchased(10, "M", 1, BUYER, 500, 70)
                .refunded(80, "M", 1, 500)
                .refunded(81, "M", 1, 500)
                .released(82, "M", 1, 10, 490));
        assertThat(rows).extracting(Purchase::state).containsExactly(State.LOCKED, State.REFUNDED);
    }

    @Test
    @SuppressWarnings("try") // nothing interrupts the test
    void aRestoredOperatorKnowsWhatIsLockedAndForgetsWhatHasEnded() throws Exception {
        ChainLog log = new ChainLog()
                .purchased(10, "M", 1, BUYER, 500, 70)
                .purchased(11, "M", 2, BUYER, 500, 71)
                .refunded(80, "M", 1, 500);
        OperatorSubtaskState state;
        try (var harness = harness()) {
            harness.open();
            for (ChainEvent event : log.events()) {
                harness.processElement(event, 0);
            }
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness()) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(log.refunded(90, "M", 2, 500).events().get(3), 0);
            assertThat(harness.extractOutputValues())
                    .extracting(Purchase::purchase, Purchase::state, Purchase::purchasedAtMillis)
                    .containsExactly(tuple(BigInteger.TWO, State.REFUNDED, 11_000L));
        }
    }
}
