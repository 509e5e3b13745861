package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PackChargesTest {
    private static final BigInteger LARGE = BigInteger.ONE.shiftLeft(200).add(BigInteger.TEN);

    private OneInputStreamOperatorTestHarness<ModelCharges, ChargePack> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new PackCharges());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static Charge charge(String token, String payer, long period, long minute, String model) {
        return new Charge(token, payer, period, minute, model, BigInteger.TEN, MeterTotals.of(1, 2, 3, 4), 5);
    }

    private static List<Charge> charges(ChargePack pack) {
        List<Charge> charges = new ArrayList<>();
        pack.unpackInto(charges, new TextTable());
        return charges;
    }

    private List<List<Charge>> sent() {
        return harness.extractOutputValues().stream()
                .map(PackChargesTest::charges)
                .toList();
    }

    private void process(Charge... charges) throws Exception {
        for (Charge charge : charges) {
            harness.processElement(new ModelCharges(charge.model(), List.of(charge)), 0);
        }
    }

    @Test
    void thereIsOneRecordPerPayerTokenAndPeriodBeforeTheWatermark() throws Exception {
        Charge first = charge("t", "p", 0, 5, "a");
        Charge otherPayer = charge("t", "q", 0, 5, "a");
        Charge otherToken = charge("u", "p", 0, 6, "a");
        Charge otherPeriod = charge("t", "p", 1, 6, "a");
        Charge otherModel = charge("t", "p", 0, 4, "b");
        process(first, otherPayer, otherToken, otherPeriod, otherModel);
        assertThat(harness.getOutput()).isEmpty();

        harness.processWatermark(10);
        List<Object> inOrder = new ArrayList<>(harness.getOutput());
        assertThat(inOrder.get(inOrder.size() - 1)).isEqualTo(new Watermark(10));
        harness.processWatermark(20);
        assertThat(sent())
                .containsExactly(
                        List.of(first, otherModel), List.of(otherPayer), List.of(otherToken), List.of(otherPeriod));
    }

    @Test
    void everyChargeIsReadAsItWas() throws Exception {
        List<Charge> charges = new ArrayList<>();
        for (String model : List.of("", "a", "0x" + "ab".repeat(32), "\u00e9\u20ac", "a", "")) {
            for (long minute : new long[] {0, 1, -1, 29_000_000, Long.MAX_VALUE, Long.MIN_VALUE, 3}) {
                charges.add(charge("t", "p", -7, minute, model));
                charges.add(
                        new Charge("t", "p", -7, minute, model, LARGE, MeterTotals.of(LARGE, LARGE, LARGE, LARGE), 0));
            }
        }
        process(charges.toArray(new Charge[0]));
        harness.processWatermark(10);
        assertThat(sent()).containsExactly(charges);
    }

    @Test
    void chargesOfOneModelComeAsOneRecordAndGoToManyPayers() throws Exception {
        Charge first = charge("t", "p", 0, 5, "a");
        Charge otherPayer = charge("t", "q", 0, 5, "a");
        Charge later = charge("t", "p", 0, 6, "a");
        harness.processElement(new ModelCharges("a", List.of(first, otherPayer, later)), 0);
        harness.processWatermark(10);
        assertThat(sent()).containsExactly(List.of(first, later), List.of(otherPayer));
    }

    @Test
    void nothingIsHeldOverACheckpoint() throws Exception {
        process(charge("t", "p", 0, 5, "a"));
        harness.prepareSnapshotPreBarrier(1);
        process(charge("t", "p", 0, 6, "a"));
        harness.prepareSnapshotPreBarrier(2);
        assertThat(sent()).containsExactly(List.of(charge("t", "p", 0, 5, "a")), List.of(charge("t", "p", 0, 6, "a")));
    }

    @Test
    void theEndOfTheLogsSendsWhatIsLeft() throws Exception {
        process(charge("t", "p", 0, 5, "a"));
        harness.endInput();
        harness.getOneInputOperator().finish();
        assertThat(sent()).containsExactly(List.of(charge("t", "p", 0, 5, "a")));
    }

    @Test
    void manyChargesAreSentBeforeTheyFillTheMemory() throws Exception {
        int charges = 100_000;
        harness.processElement(
                new ModelCharges(
                        "a",
                        LongStream.range(0, charges)
                                .mapToObj(minute -> charge("t", "p", 0, minute, "a"))
                                .toList()),
                0);
        assertThat(harness.getOutput()).hasSize(3);
        harness.processWatermark(10);
        List<Charge> all = new ArrayList<>();
        sent().forEach(all::addAll);
        assertThat(all).hasSize(charges).doesNotHaveDuplicates();
    }
}
