package dev.tributary.pipelines;

import static dev.tributary.pipelines.UsageLog.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.settlement.AccountLine;
import org.junit.jupiter.api.Test;

final class RoyaltyPipelineTest {
    private static final long START = 1_800_000_000L;
    private static final String PAYER = ChainLog.address("payer");
    private static final String GATEWAY = ChainLog.address("gateway");

    @Test
    void aChargeIsSharedBetweenTheTreasuryAndTheOwner() throws Exception {
        ChainLog chain = new ChainLog()
                .fee(START - 100, 25_000)
                .treasury(START - 100, ChainLog.address("treasury"))
                .register(START - 50, "R", "LAP", 5_000_000, 1_000_000)
                .finalized(START + 100);
        UsageLog usage = new UsageLog(2)
                .heartbeats(START * 1000)
                .report(GATEWAY, START * 1000 + 1_500, line("R", PAYER, START * 1000 + 1_000, 3))
                .heartbeats(START * 1000 + 30_000);
        RoyaltyRun run = RoyaltyRun.of(chain, usage, 2, 2);
        assertThat(run.lines())
                .extracting(AccountLine::account, line -> line.numerator().toString())
                .containsExactlyInAnyOrder(
                        tuple(ChainLog.address("treasury"), "75" + "0".repeat(21)),
                        tuple(ChainLog.owner("R"), "2925" + "0".repeat(21)));
    }
}
