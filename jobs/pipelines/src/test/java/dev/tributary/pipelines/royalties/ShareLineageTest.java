package dev.tributary.pipelines.royalties;

import static dev.tributary.pipelines.ChainLog.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.ChainLog;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShareLineageTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private OneInputStreamOperatorTestHarness<ChainEvent, ShareVector> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ShareLineage(BOOKING)));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static ChainLog family() {
        return new ChainLog()
                .register(10, "R", "LAP", 5_000_000, 1)
                .register(20, "A", "LRP", 10_000_000, 1, "R")
                .register(30, "D", "LAP", 0, 1, "A");
    }

    private void send(List<ChainEvent> events) throws Exception {
        for (ChainEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
    }

    private static Map<String, Long> shares(ShareVector vector) {
        Map<String, Long> shares = new HashMap<>();
        for (int i = 0; i < vector.models().size(); i++) {
            shares.put(vector.models().get(i), vector.shares().get(i));
        }
        return shares;
    }

    @Test
    void everyModelGetsItsVectorOnce() throws Exception {
        send(family().events());
        assertThat(harness.extractOutputValues())
                .extracting(ShareVector::model)
                .containsExactly(model("R"), model("A"), model("D"));
        assertThat(shares(harness.extractOutputValues().get(2)))
                .isEqualTo(Map.of(model("R"), 5_000_000L, model("A"), 10_000_000L, model("D"), 85_000_000L));
    }

    @Test
    void aSplitThatChangesBreaksTheRunsOfAllDescendants() throws Exception {
        ChainLog log = family();
        send(log.events());
        int before = harness.getSideOutput(ShareLineage.BREAKS).size();
        log.split(40, "A", List.of(ChainLog.address("x")), List.of(10_000));
        send(log.events().subList(log.events().size() - 1, log.events().size()));
        assertThat(harness.getSideOutput(ShareLineage.BREAKS))
                .extracting(StreamRecord::getValue)
                .hasSize(before + 2)
                .contains(new FamilyBreak(model("A"), 40_000), new FamilyBreak(model("D"), 40_000))
                .doesNotContain(new FamilyBreak(model("R"), 40_000));
    }

    @Test
    void aRestoredFamilyTakesNewChildren() throws Exception {
        ChainLog log = family();
        send(log.events());
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ShareLineage(BOOKING)));
        harness.initializeState(checkpoint);
        harness.open();
        int known = log.events().size();
        log.register(50, "E", "LAP", 0, 1, "D");
        send(log.events().subList(known, log.events().size()));
        assertThat(shares(harness.extractOutputValues().get(0)))
                .isEqualTo(Map.of(model("R"), 5_000_000L, model("A"), 0L, model("D"), 0L, model("E"), 95_000_000L));
    }

    @Test
    void aSaleIsSharedWithTheWholeFamilyInThePeriodOfItsBlock() throws Exception {
        send(family().sold(47, "D", 3).events());
        BigInteger whole = BigInteger.valueOf(3).multiply(BigInteger.TEN.pow(20));
        assertThat(harness.getSideOutput(ShareLineage.SALES))
                .extracting(StreamRecord::getValue)
                .containsExactlyInAnyOrder(sale("R", whole, 5), sale("A", whole, 10), sale("D", whole, 85));
        assertThat(harness.getSideOutput(ShareLineage.BOOKS))
                .extracting(StreamRecord::getValue)
                .containsExactly(
                        new BookEntry(4, ChainLog.TOKEN, BookEntry.Book.SALE_MICRO, BigInteger.valueOf(3_000_000)));
    }

    private static ModelEarning sale(String name, BigInteger whole, long percent) {
        BigInteger amount = whole.multiply(BigInteger.valueOf(percent)).divide(BigInteger.valueOf(100));
        return new ModelEarning(model(name), 4, ChainLog.TOKEN, 47, 13, amount);
    }

    @Test
    void aFreezeBreaksTheRunsOfAllDescendants() throws Exception {
        ChainLog log = family();
        send(log.events());
        log.freeze(40, "R");
        send(log.events().subList(log.events().size() - 1, log.events().size()));
        assertThat(harness.getSideOutput(ShareLineage.BREAKS))
                .extracting(StreamRecord::getValue)
                .contains(
                        new FamilyBreak(model("R"), 40_000),
                        new FamilyBreak(model("A"), 40_000),
                        new FamilyBreak(model("D"), 40_000));
    }

    @Test
    void aSaleOfAModelThatIsNotRegisteredHalts() {
        List<ChainEvent> events = new ChainLog().sold(10, "nobody's", 1).events();
        assertThatThrownBy(() -> send(events)).rootCause().hasMessageStartingWith("LINEAGE_MISSING");
    }

    @Test
    void aParentThatIsNotRegisteredHalts() {
        List<ChainEvent> events =
                new ChainLog().register(10, "child", "LAP", 0, 1, "missing").events();
        assertThatThrownBy(() -> send(events)).rootCause().hasMessageStartingWith("LINEAGE_IMPOSSIBLE");
    }
}
