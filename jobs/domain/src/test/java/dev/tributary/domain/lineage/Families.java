package dev.tributary.domain.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The worked graphs as registered families. */
public final class Families {
    private Families() {}

    public static JsonNode named(String graph) {
        return Vectors.read("lineage.json")
                .filter(family -> family.get("graph").asText().equals(graph))
                .findFirst()
                .orElseThrow();
    }

    public static LineageGraph graph(JsonNode family) {
        Map<String, List<JsonNode>> edgesOf = new LinkedHashMap<>();
        Map<String, JsonNode> termsOf = new LinkedHashMap<>();
        Set<String> models = new LinkedHashSet<>();
        for (JsonNode edge : family.get("edges")) {
            edgesOf.computeIfAbsent(edge.get("child").asText(), c -> new ArrayList<>())
                    .add(edge);
            termsOf.put(edge.get("parent").asText(), edge);
            models.add(edge.get("parent").asText());
            models.add(edge.get("child").asText());
        }
        models.add(family.get("payTo").asText());
        LineageGraph graph = new LineageGraph();
        models.forEach(model -> register(graph, model, edgesOf, termsOf));
        return graph;
    }

    private static void register(
            LineageGraph graph, String model, Map<String, List<JsonNode>> edgesOf, Map<String, JsonNode> termsOf) {
        if (graph.contains(model)) {
            return;
        }
        List<String> parents = edgesOf.getOrDefault(model, List.of()).stream()
                .map(edge -> edge.get("parent").asText())
                .toList();
        parents.forEach(parent -> register(graph, parent, edgesOf, termsOf));
        JsonNode terms = termsOf.get(model);
        if (terms == null) {
            graph.register(model, RoyaltyPolicy.LAP, 0, parents);
            return;
        }
        graph.register(
                model,
                RoyaltyPolicy.valueOf(terms.get("policy").asText()),
                terms.get("percent1e8").asLong(),
                parents);
    }
}
