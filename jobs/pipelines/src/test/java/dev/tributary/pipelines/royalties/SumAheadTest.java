package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SumAheadTest {
    private OneInputStreamOperatorTestHarness<AccountCredit, AccountCredit> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new SumAhead<>(AccountCredit::key, AccountCredit::plus));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static AccountCredit credit(long period, String token, String account, long numerator) {
        return new AccountCredit(period, token, account, BigInteger.valueOf(numerator));
    }

    @Test
    void whatSharesAKeyIsSummedAndSentBeforeTheWatermarkOnce() throws Exception {
        harness.processElement(credit(1, "t", "a", 3), 0);
        harness.processElement(credit(1, "t", "a", 4), 0);
        harness.processElement(credit(1, "t", "b", 1), 0);
        harness.processElement(credit(1, "u", "a", 1), 0);
        harness.processElement(credit(2, "t", "a", 1), 0);
        assertThat(harness.getOutput()).isEmpty();

        harness.processWatermark(10);
        List<Object> inOrder = new ArrayList<>(harness.getOutput());
        assertThat(inOrder.get(inOrder.size() - 1)).isEqualTo(new Watermark(10));
        harness.processWatermark(20);
        assertThat(harness.extractOutputValues())
                .containsExactly(
                        credit(1, "t", "a", 7), credit(1, "t", "b", 1), credit(1, "u", "a", 1), credit(2, "t", "a", 1));
    }

    @Test
    void nothingIsHeldOverACheckpoint() throws Exception {
        harness.processElement(credit(1, "t", "a", 3), 0);
        harness.prepareSnapshotPreBarrier(1);
        harness.processElement(credit(1, "t", "a", 4), 0);
        harness.prepareSnapshotPreBarrier(2);
        assertThat(harness.extractOutputValues()).containsExactly(credit(1, "t", "a", 3), credit(1, "t", "a", 4));
    }

    @Test
    void theEndOfTheLogsSendsWhatIsLeft() throws Exception {
        harness.processElement(credit(1, "t", "a", 3), 0);
        harness.endInput();
        harness.getOneInputOperator().finish();
        assertThat(harness.extractOutputValues()).containsExactly(credit(1, "t", "a", 3));
    }

    @Test
    void manySumsAreSentBeforeTheyFillTheMemory() throws Exception {
        long credits = 100_000;
        for (long i = 0; i < credits; i++) {
            harness.processElement(credit(1, "t", "account " + i, i), 0);
        }
        assertThat(harness.getOutput()).isNotEmpty();
        harness.processWatermark(10);
        assertThat(harness.extractOutputValues()).hasSize((int) credits);
        assertThat(harness.extractOutputValues().stream()
                        .map(AccountCredit::numerator)
                        .reduce(BigInteger::add))
                .hasValue(BigInteger.valueOf(credits * (credits - 1) / 2));
    }

    @Test
    void everySumKeepsWhatItsReceiverTellsApart() {
        BigInteger one = BigInteger.ONE;
        assertThat(credit(1, "t", "a", 3).plus(credit(1, "t", "a", 4))).isEqualTo(credit(1, "t", "a", 7));
        assertThat(credit(1, "t", "a", 3).key())
                .isNotEqualTo(credit(2, "t", "a", 3).key())
                .isNotEqualTo(credit(1, "u", "a", 3).key())
                .isNotEqualTo(credit(1, "t", "b", 3).key());
        assertThat(new BookEntry(1, "t", BookEntry.Book.SHARED_MICRO, one).key())
                .isNotEqualTo(new BookEntry(2, "t", BookEntry.Book.SHARED_MICRO, one).key())
                .isNotEqualTo(new BookEntry(1, "u", BookEntry.Book.SHARED_MICRO, one).key())
                .isNotEqualTo(new BookEntry(1, "t", BookEntry.Book.FUNDED_MICRO, one).key());
    }
}
