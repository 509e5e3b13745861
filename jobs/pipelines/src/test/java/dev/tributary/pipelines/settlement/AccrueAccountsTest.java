package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.AccountCredit;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class AccrueAccountsTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private static AccountCredit credit(long period, String account, long numerator) {
        return new AccountCredit(period, "t", account, BigInteger.valueOf(numerator));
    }

    private static AccountLine line(long period, String account, long numerator) {
        return new AccountLine(period, "t", account, BigInteger.valueOf(numerator));
    }

    @Test
    @SuppressWarnings("try") // nothing interrupts the test
    void anAccountHasOneLinePerPeriodInWhichItsNumeratorChanged() throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AccrueAccounts(BOOKING)),
                credit -> Tuple2.of(credit.token(), credit.account()),
                Types.TUPLE(Types.STRING, Types.STRING))) {
            harness.open();
            harness.processElement(credit(0, "a", 5), 0);
            harness.processElement(credit(1, "a", 7), 0);
            harness.processElement(credit(0, "a", 6), 0);
            harness.processElement(credit(0, "b", 1), 0);
            harness.processElement(credit(0, "c", 0), 0);
            harness.processWatermark(9_998);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processWatermark(9_999);
            assertThat(harness.extractOutputValues()).containsExactlyInAnyOrder(line(0, "a", 11), line(0, "b", 1));
            harness.processWatermark(99_999);
            assertThat(harness.extractOutputValues()).hasSize(3).contains(line(1, "a", 7));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }
}
