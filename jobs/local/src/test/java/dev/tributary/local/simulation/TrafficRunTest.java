package dev.tributary.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.UsageReportDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class TrafficRunTest {
    private static final String TOPIC = "usage";
    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final long START_MILLIS = 1_800_000_000_000L;

    private final UsagePlan plan = plan();
    private final Map<Long, Reported> reported = new TreeMap<>();
    private final SentLines sent = new SentLines();

    private record Reported(Phase phase, long afterStartMillis) {}

    @Test
    void everyLineIsReportedOnceAndHappensInsideItsPhase() {
        play(60);
        assertThat(reported).hasSize((int) plan.lines());
        reported.values().forEach(line -> assertThat(line.afterStartMillis())
                .isBetween(0L, (line.phase().to() - line.phase().from()) * WHOLE.toMillis() / Phase.WHOLE - 1));
    }

    @Test
    void howFastTheClockRunsChangesNothingInTheLines() {
        play(40);
        Map<Long, Reported> fine = new TreeMap<>(reported);
        reported.clear();
        play(900);
        assertThat(reported).isEqualTo(fine);
    }

    @Test
    void theUnrulyGatewaySaysWhatEachOfItsReportsMustComeTo() {
        play(50);
        long rounds = UnrulyPlan.of(plan).rounds();
        assertThat(sent.duplicate()).isEqualTo(rounds * UnrulyPlan.REPORT_LINES);
        assertThat(sent.rejected())
                .containsKeys(
                        RejectReason.SIGNATURE_INVALID,
                        RejectReason.MALFORMED_JSON,
                        RejectReason.SEQUENCE_STALE,
                        RejectReason.SEQUENCE_CONFLICT,
                        RejectReason.LINE_INVALID,
                        RejectReason.FUTURE,
                        RejectReason.TOO_OLD,
                        RejectReason.PASS_INVALID);
        assertThat(sent.counted() + sent.rejected().getOrDefault(RejectReason.PASS_INVALID, 0L))
                .isEqualTo(plan.lines() + rounds * (UnrulyPlan.REPORT_LINES + BrokenLines.GOOD_AMONG_BROKEN));
    }

    /** Plays all phases on a clock that moves by so many milliseconds whenever it is read. */
    private void play(long millisPerLook) {
        InstantSource clock = new SteppingClock(millisPerLook);
        long[] start = {0};
        LineReporter reporter = new LineReporter() {
            @Override
            public void report(PlannedLine line, long eventMillis) {
                // Late lines of an earlier phase come while a later one runs.
                long phaseStart = START_MILLIS + offset(line.phase());
                Reported earlier = reported.put(line.number(), new Reported(line.phase(), eventMillis - phaseStart));
                assertThat(earlier).isNull();
            }

            @Override
            public void flush() {
                start[0]++;
            }
        };
        TrafficRun run = new TrafficRun(
                plan, UnrulyPlan.of(plan), reporter, unruly(), sent, clock, WHOLE, Duration.ofSeconds(3));
        for (Phase phase : Phase.values()) {
            run.run(phase, START_MILLIS + offset(phase));
        }
        run.finish();
        assertThat(start[0]).isEqualTo(1);
    }

    private static long offset(Phase phase) {
        return phase.from() * WHOLE.toMillis() / Phase.WHOLE;
    }

    private UnrulyGateway unruly() {
        List<PartitionInfo> partitions = IntStream.range(0, 4)
                .mapToObj(number -> new PartitionInfo(TOPIC, number, null, null, null))
                .toList();
        Cluster cluster = new Cluster("cluster", List.of(), partitions, Set.of(), Set.of());
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                cluster, true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        return new UnrulyGateway(
                plan.market(), new UsageReportDigest(1, "0x" + "11".repeat(20)), producer, TOPIC, sent);
    }

    private static UsagePlan plan() {
        Seed seed = new Seed(3);
        return new UsagePlan(MarketPlan.of(seed, GeneratedFamily.of(seed)), new SyntheticRequests(seed), 1_500);
    }

    private static final class SteppingClock implements InstantSource {
        private final long step;
        private long now = START_MILLIS;

        private SteppingClock(long step) {
            this.step = step;
        }

        @Override
        public Instant instant() {
            now += step;
            return Instant.ofEpochMilli(now);
        }
    }
}
