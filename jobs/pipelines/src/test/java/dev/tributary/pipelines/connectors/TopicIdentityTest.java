package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.pipelines.SettlementHalted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A reader over checkpoints and restarts, with brokers whose topic is deleted and made anew in between. */
final class TopicIdentityTest {
    private static final Uuid OLD = new Uuid(1, 1);
    private static final Uuid NEW = new Uuid(2, 2);

    private final Brokers brokers = new Brokers();

    private static final class Brokers implements TopicIds {
        private CompletableFuture<Uuid> answer = CompletableFuture.completedFuture(OLD);

        void nowHave(Uuid id) {
            answer = CompletableFuture.completedFuture(id);
        }

        @Override
        public CompletableFuture<Uuid> of(String topic) {
            return answer;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private TopicIdentity reader() {
        return new TopicIdentity("log", brokers, Duration.ofMillis(1));
    }

    private static KafkaPartitionSplit at(int partition, long offset) {
        return new KafkaPartitionSplit(new TopicPartition("log", partition), offset);
    }

    /** What a reader that begins here leaves in a checkpoint when it has come to these offsets. */
    private List<KafkaPartitionSplit> checkpoint(KafkaPartitionSplit... reached) {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        return reader.mark(List.of(reached));
    }

    private static void assertReplaced(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(SettlementHalted.class)
                .hasMessageStartingWith("LOG_REPLACED: topic log ")
                .hasMessageContaining(OLD.toString())
                .hasMessageContaining(NEW.toString())
                .hasMessageContaining("{log-0=3, log-1=0}");
    }

    @Test
    void aRestartGoesOnInTheTopicThatWasRead() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 3), at(1, 0));
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint);
        assertThat(restarted.mark(List.of(at(0, 4), at(1, 1))))
                .containsExactly(new LogSplit(at(0, 4), OLD), new LogSplit(at(1, 1), OLD));
    }

    @Test
    void aRestartInAnotherTopicOfThatNameHalts() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 3), at(1, 0));
        brokers.nowHave(NEW);
        assertReplaced(() -> reader().begin(checkpoint));
    }

    @Test
    void aTopicOfWhichNothingWasReadMayBeMadeAnew() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 0), at(1, 0));
        brokers.nowHave(NEW);
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint);
        assertThat(restarted.mark(List.of(at(0, 4), at(1, 0))))
                .containsExactly(new LogSplit(at(0, 4), NEW), new LogSplit(at(1, 0), NEW));
    }

    @Test
    void noCheckpointIsTakenOfATopicThatWasReplacedWhileItWasRead() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        reader.mark(List.of(at(0, 2), at(1, 0)));
        brokers.nowHave(NEW);
        assertReplaced(() -> reader.mark(List.of(at(0, 3), at(1, 0))));
    }

    @Test
    void aTopicThatIsMadeAnewBeforeItsFirstRecordIsReadOnFromThere() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        brokers.nowHave(NEW);
        assertThat(reader.mark(List.of(at(0, 0), at(1, 0)))).first().isEqualTo(new LogSplit(at(0, 0), NEW));
        assertThat(reader.mark(List.of(at(0, 1), at(1, 0)))).first().isEqualTo(new LogSplit(at(0, 1), NEW));
    }

    @Test
    void splitsThatComeLaterAreOfTheTopicOfTheOthers() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 3), at(1, 0));
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint.subList(0, 1));
        brokers.nowHave(NEW);
        assertReplaced(() -> restarted.begin(checkpoint.subList(1, 2)));
    }

    @Test
    void brokersThatGiveNoAnswerHoldUpNoCheckpointForLong() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        brokers.answer = new CompletableFuture<>();
        assertThat(reader.mark(List.of(at(0, 1), at(1, 0)))).first().isEqualTo(new LogSplit(at(0, 1), OLD));
        brokers.answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
        assertThat(reader.mark(List.of(at(0, 2), at(1, 0)))).first().isEqualTo(new LogSplit(at(0, 2), OLD));
        brokers.nowHave(NEW);
        assertReplaced(() -> reader.mark(List.of(at(0, 3), at(1, 0))));
    }

    @Test
    void brokersWithoutIdsSayNothingAndWhatWasKnownIsKept() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 3), at(1, 0));
        brokers.nowHave(Uuid.ZERO_UUID);
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint);
        List<KafkaPartitionSplit> next = restarted.mark(List.of(at(0, 3), at(1, 0)));
        brokers.nowHave(NEW);
        assertReplaced(() -> reader().begin(next));
    }

    @Test
    void aCheckpointThatNamesNoTopicGoesOnInTheOneThatIsThere() {
        TopicIdentity restarted = reader();
        restarted.begin(List.of(at(0, 3)));
        assertThat(restarted.mark(List.of(at(0, 3)))).containsExactly(new LogSplit(at(0, 3), OLD));
    }

    @Test
    void brokersThatCannotBeAskedFailTheBeginningWithARemedy() {
        brokers.answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
        TopicIdentity reader = reader();
        assertThatThrownBy(() -> reader.begin(List.of(at(0, 3))))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("TOPIC_UNREACHABLE: topic log ")
                .hasMessageContaining("away");
    }
}
