package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tributary.pipelines.TopicSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopicCatalogueTest {
    private final List<TopicShape> topics = TopicCatalogue.load().topics();

    @Test
    void itHoldsTheTopicsOfTheProtocol() {
        assertThat(topics)
                .extracting(TopicShape::name)
                .containsExactly("usage.reported.v1", "usage.rejected.v1", "chain.events.v1");
    }

    @Test
    void everyTopicHasASchemaOfItsName() {
        assertThat(topics).allSatisfy(topic -> assertThatCode(() -> TopicSchema.of(topic.name()))
                .doesNotThrowAnyException());
    }

    @Test
    void everyTopicTakesTheBrokersTimeAndKeepsEverything() {
        assertThat(topics).allSatisfy(topic -> assertThat(topic.settings())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("unclean.leader.election.enable", "false")
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1"));
    }

    @Test
    void theChainHasOnePartitionAndUsageAsManyAsConfigured() {
        assertThat(topics).extracting(TopicShape::partitions).containsExactly(0, 1, 1);
    }
}
