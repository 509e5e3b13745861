package dev.tributary.domain.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineageRouteTest {
    @Test
    void theReasonsOfEveryWorkedGraphComeToItsShares() {
        Vectors.read("lineage.json").forEach(family -> {
            LineageGraph graph = Families.graph(family);
            String model = family.get("payTo").asText();
            graph.shares(model).forEach((receiver, share) -> {
                LineageRoute route = graph.routes(model).to(receiver);
                assertThat(route.share()).as("%s of %s", receiver, family).isEqualTo(share);
                if (share > 0) {
                    assertThat(route.path()).startsWith(model).endsWith(receiver);
                    assertThat(isPath(graph, route.path()))
                            .as("%s in %s", route, family)
                            .isTrue();
                }
            });
        });
    }

    private static boolean isPath(LineageGraph graph, List<String> path) {
        for (int step = 1; step < path.size(); step++) {
            String parent = path.get(step);
            if (graph.edges(path.get(step - 1)).stream()
                    .noneMatch(edge -> edge.parent().equals(parent))) {
                return false;
            }
        }
        return true;
    }

    @Test
    void anAbsoluteShareIsTheSumOfItsEdgesEachOnce() {
        LineageGraph graph = diamond(RoyaltyPolicy.LAP);
        assertThat(graph.routes("D").to("A"))
                .isEqualTo(new LineageRoute.Absolute(
                        List.of(new LapEdge("C", "A", 10_000_000), new LapEdge("B", "A", 10_000_000)),
                        List.of("D", "B", "A")));
        assertThat(graph.routes("D").to("R"))
                .isEqualTo(new LineageRoute.Absolute(
                        List.of(new LapEdge("A", "R", 5_000_000)), List.of("D", "B", "A", "R")));
    }

    @Test
    void aRelativeShareIsWhatComesInLessWhatIsPassedOn() {
        LineageGraph graph = diamond(RoyaltyPolicy.LRP);
        assertThat(graph.routes("D").to("A"))
                .isEqualTo(new LineageRoute.Relative(1_400_000, 70_000, List.of("D", "C", "A")));
        assertThat(graph.routes("D").to("B"))
                .isEqualTo(new LineageRoute.Relative(7_000_000, 700_000, List.of("D", "B")));
    }

    @Test
    void ofTwoRelativePathsTheStrongerIsShownWhicheverIsFoundFirst() {
        for (boolean strongIsOlder : List.of(true, false)) {
            LineageGraph graph = new LineageGraph();
            graph.register("p", RoyaltyPolicy.LRP, 10_000_000, List.of());
            graph.register(
                    strongIsOlder ? "strong" : "weak",
                    RoyaltyPolicy.LRP,
                    strongIsOlder ? 20_000_000 : 1_000_000,
                    List.of("p"));
            graph.register(
                    strongIsOlder ? "weak" : "strong",
                    RoyaltyPolicy.LRP,
                    strongIsOlder ? 1_000_000 : 20_000_000,
                    List.of("p"));
            graph.register("m", RoyaltyPolicy.LRP, 0, List.of("weak", "strong"));
            assertThat(graph.routes("m").to("p"))
                    .isEqualTo(new LineageRoute.Relative(2_100_000, 0, List.of("m", "strong", "p")));
        }
    }

    @Test
    void whatIsTheModelsOwnIsWhatItsAncestorsLeave() {
        assertThat(diamond(RoyaltyPolicy.LAP).routes("D").to("D")).isEqualTo(new LineageRoute.Own("D", 39_000_000, 0));
        assertThat(diamond(RoyaltyPolicy.LRP).routes("D").to("D")).isEqualTo(new LineageRoute.Own("D", 0, 14_000_000));
    }

    @Test
    void aStrangerHasNoShare() {
        LineageGraph graph = diamond(RoyaltyPolicy.LAP);
        graph.register("x", RoyaltyPolicy.LAP, 0, List.of());
        assertThatThrownBy(() -> graph.routes("D").to("x")).hasMessageContaining("x is no ancestor of D");
        assertThatThrownBy(() -> graph.routes("A").to("D")).hasMessageContaining("D is no ancestor of A");
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
}
