package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class MeasuredTest {
    @Test
    void aRatioIsTakenTurnByTurn() {
        Measured job = measured(1, 2, 4);
        Measured peer = measured(2, 4, 4); // the machine was twice as fast in the first turn as in the second
        assertThat(job.ratioTo(peer)).isCloseTo(2, within(1e-9));
        assertThat(peer.ratioTo(job)).isCloseTo(0.5, within(1e-9));
        assertThat(job.linesPerCpuSecond()).isCloseTo(50, within(1e-9));
        assertThat(job.slowest()).isCloseTo(25, within(1e-9));
        assertThat(job.fastest()).isCloseTo(100, within(1e-9));
    }

    private static Measured measured(double... cpuSeconds) {
        List<Round> rounds = DoubleStream.of(cpuSeconds)
                .mapToObj(seconds -> new Round(seconds, seconds, 0, 100, "digest"))
                .toList();
        return new Measured(ContenderKind.LOOP, rounds, Map.of());
    }
}
