package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.pipelines.SettlementHalted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link TopicIdentity} counts on: a reader that takes no checkpoint ends its job, however patient Flink is. */
final class RefusedCheckpointTest {
    @Test
    @Timeout(120)
    void aReaderThatHaltsAtACheckpointEndsTheJobForGood() {
        Configuration patient = new Configuration();
        patient.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        patient.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        patient.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        patient.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        patient.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, patient);
        environment
                .fromSource(new HaltingSource(), WatermarkStrategy.noWatermarks(), "Numbers", Types.LONG)
                .sinkTo(new DiscardingSink<>());
        Throwable thrown = catchThrowable(environment::execute);
        assertThat(ExceptionUtils.findThrowable(thrown, SettlementHalted.class))
                .hasValueSatisfying(halted -> assertThat(halted.code()).isEqualTo("LOG_REPLACED"));
    }

    private static final class HaltingSource
            implements Source<Long, NumberSequenceSplit, Collection<NumberSequenceSplit>> {
        private static final long serialVersionUID = 1L;
        private final NumberSequenceSource numbers = new NumberSequenceSource(0, Long.MAX_VALUE - 1);

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.CONTINUOUS_UNBOUNDED;
        }

        @Override
        public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
            return new HaltingReader(numbers.createReader(context));
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context) {
            return numbers.createEnumerator(context);
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context, Collection<NumberSequenceSplit> checkpoint) {
            return numbers.restoreEnumerator(context, checkpoint);
        }

        @Override
        public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
            return numbers.getSplitSerializer();
        }

        @Override
        public SimpleVersionedSerializer<Collection<NumberSequenceSplit>> getEnumeratorCheckpointSerializer() {
            return numbers.getEnumeratorCheckpointSerializer();
        }
    }

    @SuppressWarnings("try") // the interface declares that closing it may throw anything
    private record HaltingReader(SourceReader<Long, NumberSequenceSplit> numbers)
            implements SourceReader<Long, NumberSequenceSplit> {
        @Override
        public void start() {
            numbers.start();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) throws Exception {
            return numbers.pollNext(output);
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpointId) {
            throw SettlementHalted.because("LOG_REPLACED", "as if the brokers had named another topic");
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return numbers.isAvailable();
        }

        @Override
        public void addSplits(List<NumberSequenceSplit> splits) {
            numbers.addSplits(splits);
        }

        @Override
        public void notifyNoMoreSplits() {
            numbers.notifyNoMoreSplits();
        }

        @Override
        public void close() throws Exception {
            numbers.close();
        }
    }
}
