package dev.tributary.domain.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LineageSharesTest {
    @Test
    void everyWorkedGraphHasItsShares() {
        Vectors.read("lineage.json").forEach(family -> {
            Map<String, Long> positive = new HashMap<>(
                    Families.graph(family).shares(family.get("payTo").asText()));
            positive.values().removeIf(share -> share == 0);
            assertThat(positive).as(family.get("graph").asText()).isEqualTo(expected(family));
        });
    }

    @Test
    void aDiamondCountsEachAbsoluteEdgeOnce() {
        assertThat(diamond(RoyaltyPolicy.LAP).shares("D"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("D", 61_000_000L, "B", 7_000_000L, "C", 7_000_000L, "A", 20_000_000L, "R", 5_000_000L));
    }

    @Test
    void relativeSharesMultiplyAlongEveryPath() {
        assertThat(diamond(RoyaltyPolicy.LRP).shares("D"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("D", 86_000_000L, "B", 6_300_000L, "C", 6_300_000L, "A", 1_330_000L, "R", 70_000L));
    }

    @Test
    void whatAModelReceivesAbsolutelyIsNotSharedOn() {
        LineageGraph graph = new LineageGraph();
        graph.register("q", RoyaltyPolicy.LRP, 50_000_000, List.of());
        graph.register("p", RoyaltyPolicy.LAP, 10_000_000, List.of("q"));
        graph.register("m", RoyaltyPolicy.LAP, 0, List.of("p"));
        assertThat(graph.shares("m"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("m", 90_000_000L, "p", 10_000_000L, "q", 0L));
    }

    @Test
    void ancestorsAndDescendantsAreFoundAlongAllEdges() {
        LineageGraph graph = diamond(RoyaltyPolicy.LAP);
        assertThat(graph.ancestors("D")).containsExactly("A", "B", "C", "R");
        assertThat(graph.descendants("R")).containsExactly("A", "B", "C", "D");
        assertThat(graph.descendants("D")).isEmpty();
    }

    @Test
    void aParentMustExistAndBeNamedOnce() {
        LineageGraph graph = diamond(RoyaltyPolicy.LAP);
        assertThatThrownBy(() -> graph.register("x", RoyaltyPolicy.LAP, 0, List.of("nobody")))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> graph.register("x", RoyaltyPolicy.LAP, 0, List.of("A", "A")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> graph.register("A", RoyaltyPolicy.LAP, 0, List.of()))
                .hasMessageContaining("already");
    }

    @Test
    void boundsCountPathsSoTheyNeverFallBelowTheTrueSums() {
        LineageBounds bounds = new LineageBounds();
        bounds.register("R", RoyaltyPolicy.LAP, 30_000_000, List.of());
        bounds.register("B", RoyaltyPolicy.LAP, 20_000_000, List.of("R"));
        bounds.register("C", RoyaltyPolicy.LAP, 20_000_000, List.of("R"));
        assertThat(bounds.accepts(List.of("B", "C"))).isTrue();
        bounds.register("E", RoyaltyPolicy.LRP, 1, List.of());
        assertThat(bounds.accepts(List.of("B", "C", "E"))).isFalse();
    }

    private static LineageGraph diamond(RoyaltyPolicy policy) {
        LineageGraph graph = new LineageGraph();
        graph.register("R", policy, 5_000_000, List.of());
        graph.register("A", policy, 10_000_000, List.of("R"));
        graph.register("B", policy, 7_000_000, List.of("A"));
        graph.register("C", policy, 7_000_000, List.of("A"));
        graph.register("D", policy, 0, List.of("B", "C"));
        return graph;
    }

    private static Map<String, Long> expected(JsonNode family) {
        Map<String, Long> shares = new HashMap<>();
        family.get("share1e8")
                .properties()
                .forEach(share -> shares.put(share.getKey(), share.getValue().asLong()));
        return shares;
    }
}
