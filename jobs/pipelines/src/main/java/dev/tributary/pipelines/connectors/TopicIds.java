package dev.tributary.pipelines.connectors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Tells the id of a topic. A name comes back when a topic is deleted and made anew; an id never does. */
interface TopicIds extends AutoCloseable {
    /** {@link Uuid#ZERO_UUID} where brokers give topics no ids; fails when they give no answer, or have no such topic. */
    CompletableFuture<Uuid> of(String topic);

    @Override
    void close();

    static TopicIds askedAt(String bootstrapServers) {
        Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        return new TopicIds() {
            @Override
            public CompletableFuture<Uuid> of(String topic) {
                return admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .toCompletionStage()
                        .thenApply(topics ->
                                Objects.requireNonNull(topics.get(topic)).topicId())
                        .toCompletableFuture();
            }

            @Override
            public void close() {
                // A question that nobody waits for any more would hold up the end of the task.
                admin.close(Duration.ZERO);
            }
        };
    }
}
