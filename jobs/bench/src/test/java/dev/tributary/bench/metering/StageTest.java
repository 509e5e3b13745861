package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StageTest {
    private static final String PIPELINES = "dev.tributary.pipelines.";
    private static final String ON_TIMER = PIPELINES + "royalties.RateUsage.onTimer";
    private static final String PROCESS = PIPELINES + "royalties.RateUsage.processElement";
    private static final String ROWS = PIPELINES + "metering.UsageRows.sum";
    private static final String WAITING = PIPELINES + "royalties.WaitingUsage.sum";
    private static final String TIMERS =
            "org.apache.flink.streaming.api.operators.InternalTimerServiceImpl.advanceWatermark";

    @Test
    void whatRatingDoesAtItsTimerIsTheClose() {
        assertThat(Stage.of(List.of(PIPELINES + "royalties.RateUsage$Close.payable", ON_TIMER, TIMERS)))
                .isEqualTo(Stage.CLOSE);
        assertThat(Stage.of(List.of("java.util.Arrays.sort", ROWS, WAITING, ON_TIMER, TIMERS)))
                .isEqualTo(Stage.CLOSE);
    }

    @Test
    void whatRatingDoesAsUsageComesIsNot() {
        assertThat(Stage.of(List.of("java.util.Arrays.sort", ROWS, WAITING, PROCESS)))
                .isEqualTo(Stage.RATE);
        assertThat(Stage.of(List.of(TIMERS))).isEqualTo(Stage.RATE);
    }

    @Test
    void theInnermostFrameThatBelongsToAStageTells() {
        assertThat(Stage.of(List.of(
                        "java.util.HashMap.get",
                        "org.apache.flink.runtime.state.heap.CopyOnWriteStateMap.get",
                        PIPELINES + "royalties.RateUsage$Close.pass",
                        ON_TIMER)))
                .isEqualTo(Stage.STATE);
        assertThat(Stage.of(
                        List.of(PIPELINES + "metering.EthereumSignature.isBy", PIPELINES + "metering.LineReader.read")))
                .isEqualTo(Stage.SIGNATURE);
    }

    @Test
    void whatBelongsToNoStageIsOther() {
        assertThat(Stage.of(List.of("java.lang.Thread.run"))).isEqualTo(Stage.OTHER);
        assertThat(Stage.of(List.of())).isEqualTo(Stage.OTHER);
    }
}
