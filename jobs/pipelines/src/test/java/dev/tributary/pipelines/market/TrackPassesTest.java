package dev.tributary.pipelines.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.ChainLog;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class TrackPassesTest {
    private static final String HOLDER = ChainLog.address("holder");

    @Test
    @SuppressWarnings("try") // nothing interrupts the test
    void aPassIsIssuedAndOnceRevoked() throws Exception {
        ChainLog log = new ChainLog()
                .pass(10, "M", 1, HOLDER, "18446744073709551615")
                .pass(11, "N", 2, HOLDER, "99")
                .sold(12, "M", 5)
                .revokePass(20, "N", 2, HOLDER)
                .revokePass(21, "N", 2, HOLDER)
                .revokePass(22, "N", 3, HOLDER);
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new TrackPasses()), ChainEvent::chainId, Types.LONG)) {
            harness.open();
            for (ChainEvent event : log.events()) {
                harness.processElement(event, 0);
            }
            assertThat(harness.extractOutputValues())
                    .extracting(
                            AccessPass::pass,
                            AccessPass::model,
                            AccessPass::issuedAtMillis,
                            AccessPass::expiresAtMillis,
                            AccessPass::revokedAtMillis,
                            AccessPass::revokeReason,
                            AccessPass::ordinal)
                    .containsExactly(
                            tuple(BigInteger.ONE, ChainLog.model("M"), 10_000L, Long.MAX_VALUE, null, null, 1L),
                            tuple(BigInteger.TWO, ChainLog.model("N"), 11_000L, 99_000L, null, null, 2L),
                            tuple(BigInteger.TWO, ChainLog.model("N"), 11_000L, 99_000L, 20_000L, "resold", 4L));
            assertThat(harness.extractOutputValues())
                    .extracting(AccessPass::holder)
                    .containsOnly(HOLDER);
            assertThat(harness.extractOutputValues().get(2))
                    .extracting(AccessPass::issueTransaction, AccessPass::revokeTransaction)
                    .containsExactly(
                            log.events().get(1).transaction(),
                            log.events().get(3).transaction());
        }
    }
}
