package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.MeteringUids;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.junit.jupiter.api.Test;

/** The sequence rule needs all records of a partition in their order, so nothing may stand between it and the reader. */
final class MeteringPlaceTest {
    private final StreamGraph graph = JobGraphs.royalty();

    @Test
    void reportsAreMeteredWhereTheirPartitionIsRead() {
        StreamNode metering = node(MeteringUids.METER_REPORTS);
        StreamNode reading = node(RoyaltyUids.USAGE_SOURCE);
        assertThat(metering.getParallelism()).isEqualTo(reading.getParallelism());
        assertThat(metering.getInEdges()).singleElement().satisfies(edge -> {
            assertThat(edge.getSourceId()).isEqualTo(reading.getId());
            assertThat(edge.getPartitioner()).isInstanceOf(ForwardPartitioner.class);
        });
    }

    @Test
    void usageIsReadMeteredAndRoutedInOneTask() {
        assertThat(StreamSupport.stream(graph.getJobGraph().getVertices().spliterator(), false)
                        .map(JobVertex::getName))
                .filteredOn(name -> name.contains("Read usage"))
                .singleElement()
                .satisfies(name -> assertThat(name).contains("Meter reports", "Map"));
    }

    private StreamNode node(String uid) {
        return graph.getStreamNodes().stream()
                .filter(node -> uid.equals(node.getTransformationUID()))
                .findFirst()
                .orElseThrow();
    }
}
