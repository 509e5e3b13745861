package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.PackedCounts;
import dev.tributary.pipelines.metering.UsageCount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Usage, terms, gateways and passes at random, rated by the operator and, bucket by bucket and with integers without
 * bound, by {@link PlainRating}; with failures in between, from which the operator goes on with a snapshot that was
 * written after more usage had come in.
 */
@SuppressWarnings("NullAway.Init") // the harness is opened first
final class RateUsageHistoryTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private static final int HISTORIES = 12;
    private static final int STEPS = 400;
    private static final int MOST_STATE = 1 << 24;

    private Random random;
    private String backend;
    private KeyedTwoInputStreamOperatorTestHarness<String, RatingFact, GatewayChange, ModelCharges> harness;
    private PlainRating expected;
    private long period;
    private long ordinal;
    private long largestCalls;

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void usageIsRatedAsBucketByBucketWhateverFailsInBetween(String backend) throws Exception {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("RateUsageHistoryTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        this.backend = backend;
        random = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            run(history);
        }
    }

    private void run(int history) throws Exception {
        expected = new PlainRating(BOOKING);
        period = -1;
        largestCalls = history % 3 == 0 ? Long.MAX_VALUE : 1_000;
        open(null);
        int charged = 0;
        int refused = 0;
        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(100);
            if (what < 60) {
                use();
            } else if (what < 90) {
                changeAFact();
            } else if (what < 94) {
                fail();
            } else {
                PlainRating.Closed closed = close();
                charged += closed.charges().size();
                refused += closed.refusals().size();
            }
        }
        harness.close();
        assertThat(charged).isGreaterThan(20);
        assertThat(refused).isGreaterThan(20);
    }

    private void open(@Nullable OperatorSubtaskState state) throws Exception {
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new RateUsage(BOOKING, true), List.of(RateUsage.GATEWAYS)),
                RatingFact::model,
                null,
                Types.STRING);
        harness.setStateBackend(StateBackendLoader.loadStateBackendFromConfig(
                new Configuration().set(StateBackendOptions.STATE_BACKEND, backend),
                getClass().getClassLoader(),
                null));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String model() {
        return any("m1", "m2", "m3");
    }

    private void use() throws Exception {
        String model = model();
        UsageCount[] counts = IntStream.range(0, 1 + random.nextInt(80))
                .mapToObj(i -> count(model))
                .toArray(UsageCount[]::new);
        harness.processElement1(new StreamRecord<>(RatingFact.of(PackedCounts.of(counts))));
        for (UsageCount count : counts) {
            expected.use(count);
        }
    }

    private UsageCount count(String model) {
        long booked = period + 1 + random.nextInt(2);
        return new UsageCount(
                model,
                any("a", "b", "c", "d"),
                any("g", "h"),
                any("", "", "7", "8"),
                10 * booked + random.nextInt(12) - 2,
                booked,
                1 + random.nextInt(5),
                (long) (random.nextDouble() * largestCalls),
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(1_000));
    }

    private void changeAFact() throws Exception {
        long atMillis = 1_000 * (10 * period + random.nextInt(30));
        ordinal++;
        switch (random.nextInt(6)) {
            case 0 -> terms(atMillis);
            case 1 -> pass(atMillis);
            default -> gateway(atMillis);
        }
    }

    private void terms(long atMillis) throws Exception {
        List<BigInteger> prices = IntStream.range(0, 4)
                .mapToObj(meter -> new BigInteger(random.nextInt(100), random))
                .toList();
        TermsChange change = new TermsChange(
                model(), new Dated<>(atMillis, ordinal, new Terms(any("t", "u"), prices, random.nextInt(4) == 0)));
        harness.processElement1(new StreamRecord<>(RatingFact.of(change)));
        expected.terms(change);
    }

    private void pass(long atMillis) throws Exception {
        Pass issued = random.nextInt(3) == 0
                ? null
                : Pass.issued(any("a", "b"), atMillis, atMillis + 1_000L * random.nextInt(30));
        PassChange change = new PassChange(model(), any("7", "8"), issued, atMillis);
        harness.processElement1(new StreamRecord<>(RatingFact.of(change)));
        expected.pass(change);
    }

    private void gateway(long atMillis) throws Exception {
        GatewayChange change = new GatewayChange(
                any("g", "h"), any("", "a", "b", "c", "d"), new Dated<>(atMillis, ordinal, random.nextInt(5) > 0));
        harness.processElement2(new StreamRecord<>(change));
        expected.gateway(change);
    }

    /** What comes after the snapshot was taken, and before it is written, is lost with the operator. */
    private void fail() throws Exception {
        OperatorSnapshotFutures snapshot = harness.getOperator()
                .snapshotState(
                        1,
                        1,
                        CheckpointOptions.forCheckpointWithDefaultLocation(),
                        new MemCheckpointStreamFactory(MOST_STATE));
        PlainRating then = expected.copy();
        for (int more = random.nextInt(4); more > 0; more--) {
            use();
        }
        if (random.nextBoolean()) {
            changeAFact();
        }
        OperatorSubtaskState written =
                OperatorSnapshotFinalizer.create(snapshot).getJobManagerOwnedState();
        harness.close();
        expected = then;
        open(written);
    }

    private PlainRating.Closed close() throws Exception {
        period++;
        harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(period) - 1));
        PlainRating.Closed closed = expected.close(period);
        List<Charge> charges = harness.extractOutputValues().stream()
                .flatMap(ofModel -> ofModel.charges().stream())
                .toList();
        for (String model : List.of("m1", "m2", "m3")) {
            assertThat(charges)
                    .filteredOn(charge -> charge.model().equals(model))
                    .containsExactlyElementsOf(closed.charges(model));
        }
        assertThat(charges).hasSameSizeAs(closed.charges());
        assertThat(values(harness.getSideOutput(RateUsage.REJECTED)))
                .containsExactlyInAnyOrderElementsOf(closed.refusals());
        assertThat(values(harness.getSideOutput(RateUsage.TALLIES)))
                .containsExactlyInAnyOrderElementsOf(closed.tallies());
        assertThat(values(harness.getSideOutput(RateUsage.MINUTES)))
                .containsExactlyInAnyOrderElementsOf(closed.minutes());
        harness.getOutput().clear();
        return closed;
    }

    private static <T> List<T> values(@Nullable Collection<StreamRecord<T>> output) {
        List<T> values = new ArrayList<>();
        if (output != null) {
            output.forEach(record -> values.add(Objects.requireNonNull(record.getValue())));
            output.clear();
        }
        return values;
    }
}
