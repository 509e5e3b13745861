package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.pipelines.SettlementHalted;
import java.util.ArrayList;
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
        private final List<CompletableFuture<Uuid>> unanswered = new ArrayList<>();
        private Uuid id = OLD;
        private boolean slow;

        @Override
        public CompletableFuture<Uuid> of(String topic) {
            if (!slow) {
                return CompletableFuture.completedFuture(id);
            }
            CompletableFuture<Uuid> answer = new CompletableFuture<>();
            unanswered.add(answer);
            return answer;
        }

        void answer() {
            unanswered.remove(0).complete(id);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private TopicIdentity reader() {
        return new TopicIdentity("log", brokers);
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
        brokers.id = NEW;
        assertReplaced(() -> reader().begin(checkpoint));
    }

    @Test
    void aTopicOfWhichNothingWasReadMayBeMadeAnew() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 0), at(1, 0));
        brokers.id = NEW;
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint);
        assertThat(restarted.mark(List.of(at(0, 4), at(1, 0))))
                .containsExactly(new LogSplit(at(0, 4), NEW), new LogSplit(at(1, 0), NEW));
    }

    @Test
    void aTopicThatIsReplacedWhileItIsReadHaltsTheReaderAtTheNextCheckpoint() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        reader.mark(List.of(at(0, 2), at(1, 0)));
        reader.look();
        brokers.id = NEW;
        reader.look();
        reader.mark(List.of(at(0, 3), at(1, 0)));
        assertReplaced(reader::look);
    }

    @Test
    void aTopicThatIsMadeAnewBeforeItsFirstRecordIsReadOnFromThere() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        brokers.id = NEW;
        reader.mark(List.of(at(0, 0), at(1, 0)));
        reader.look();
        assertThat(reader.mark(List.of(at(0, 1), at(1, 0)))).first().isEqualTo(new LogSplit(at(0, 1), NEW));
        reader.look();
    }

    @Test
    void brokersThatGiveNoAnswerHoldUpNeitherReadingNorCheckpoints() {
        TopicIdentity reader = reader();
        reader.begin(List.of(at(0, 0), at(1, 0)));
        brokers.slow = true;
        reader.mark(List.of(at(0, 1), at(1, 0)));
        reader.look();
        brokers.unanswered.remove(0).completeExceptionally(new IllegalStateException("away"));
        reader.look();
        reader.mark(List.of(at(0, 3), at(1, 0)));
        reader.mark(List.of(at(0, 3), at(1, 0)));
        assertThat(brokers.unanswered).hasSize(1);
        brokers.id = NEW;
        brokers.answer();
        assertReplaced(reader::look);
    }

    @Test
    void brokersWithoutIdsSayNothingAndWhatWasKnownIsKept() {
        List<KafkaPartitionSplit> checkpoint = checkpoint(at(0, 3), at(1, 0));
        brokers.id = Uuid.ZERO_UUID;
        TopicIdentity restarted = reader();
        restarted.begin(checkpoint);
        List<KafkaPartitionSplit> next = restarted.mark(List.of(at(0, 3), at(1, 0)));
        restarted.look();
        brokers.id = NEW;
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
        TopicIdentity reader = new TopicIdentity("log", new TopicIds() {
            @Override
            public CompletableFuture<Uuid> of(String topic) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        });
        assertThatThrownBy(() -> reader.begin(List.of(at(0, 3))))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("TOPIC_UNREACHABLE: topic log ")
                .hasMessageContaining("away");
    }
}
