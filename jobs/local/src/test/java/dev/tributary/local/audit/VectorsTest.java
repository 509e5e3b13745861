package dev.tributary.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.local.audit.FamilyTree.Edge;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The auditor against the worked numbers that Java and Solidity are both tested with. */
final class VectorsTest {
    private static final Path VECTORS = Path.of("..", "..", "contracts", "test", "vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyWorkedLineageHasTheseShares() throws IOException {
        for (JsonNode graph : vectors("lineage.json")) {
            SortedMap<String, BigInteger> shares =
                    family(graph).shares(graph.get("payTo").asText());
            Map<String, BigInteger> expected = new HashMap<>();
            graph.get("share1e8")
                    .properties()
                    .forEach(share -> expected.put(
                            share.getKey(), new BigInteger(share.getValue().asText())));
            assertThat(shares).as(graph.get("graph").asText()).isEqualTo(expected);
        }
    }

    @Test
    void everyWorkedAccrualPaysTheseAmounts() throws IOException {
        Map<String, JsonNode> graphs = new HashMap<>();
        vectors("lineage.json").forEach(graph -> graphs.put(graph.get("graph").asText(), graph));
        for (JsonNode worked : vectors("accrual.json")) {
            JsonNode graph =
                    Objects.requireNonNull(graphs.get(worked.get("graph").asText()));
            Accounts accounts = new Accounts();
            Marketplace marketplace = marketplace(graph, worked.get("feePpm").intValue());
            Accrual accrual = new Accrual(marketplace, 60_000, accounts, new Suspense(), new Totals());
            Charge charge =
                    new Charge("token", "payer", 0, 1, graph.get("payTo").asText());
            worked.get("payments")
                    .forEach(payment ->
                            accrual.accrue(charge, new BigInteger(payment.asText()).multiply(BigInteger.TEN.pow(6))));

            BigInteger paid = BigInteger.ZERO;
            for (Map.Entry<String, JsonNode> payable : worked.get("payable").properties()) {
                BigInteger amount = accounts.payableFloor(new Accounts.Key("token", payable.getKey()));
                assertThat(amount)
                        .as("%s of %s", payable.getKey(), worked)
                        .isEqualTo(payable.getValue().asText());
                paid = paid.add(amount);
            }
            assertThat(new BigInteger(worked.get("total").asText()).subtract(paid))
                    .as("residual of %s", worked)
                    .isEqualTo(worked.get("residual").asText());
        }
    }

    @Test
    void everyWorkedTreeHasThisRoot() throws IOException {
        for (JsonNode tree : vectors("merkle.json")) {
            List<AuditedLeaf> leaves = new ArrayList<>();
            tree.get("leaves")
                    .forEach(leaf -> leaves.add(new AuditedLeaf(
                            leaf.get("account").asText(),
                            leaf.get("token").asText(),
                            new BigInteger(leaf.get("cumulative").asText()))));
            assertThat(MerkleRoot.of(leaves)).isEqualTo(tree.get("root").asText());
        }
    }

    private static JsonNode vectors(String file) throws IOException {
        return JSON.readTree(VECTORS.resolve(file).toFile());
    }

    private static FamilyTree family(JsonNode graph) {
        FamilyTree family = new FamilyTree();
        edgesByChild(graph).forEach(family::add);
        return family;
    }

    private static Map<String, List<Edge>> edgesByChild(JsonNode graph) {
        Map<String, List<Edge>> edges = new LinkedHashMap<>();
        for (JsonNode edge : graph.get("edges")) {
            edges.computeIfAbsent(edge.get("child").asText(), unseen -> new ArrayList<>())
                    .add(new Edge(
                            edge.get("child").asText(),
                            edge.get("parent").asText(),
                            edge.get("policy").asText().equals("LAP"),
                            new BigInteger(edge.get("percent1e8").asText())));
        }
        return edges;
    }

    /** Registers the graph's models, founders first, each owned by an account of its own name. */
    private static Marketplace marketplace(JsonNode graph, int feePpm) {
        Map<String, Edge> edgeToParent = new HashMap<>();
        edgesByChild(graph).values().forEach(edges -> edges.forEach(edge -> edgeToParent.put(edge.parent(), edge)));
        List<ChainFact> facts = new ArrayList<>();
        facts.add(fact(
                facts, "RoyaltyVault", "FeeChanged", JSON.createObjectNode().put("feePpm", feePpm)));
        facts.add(fact(
                facts,
                "RoyaltyVault",
                "TreasuryChanged",
                JSON.createObjectNode().put("treasury", "__platform__")));
        List<String> registered = new ArrayList<>();
        registerWithAncestors(graph, graph.get("payTo").asText(), edgeToParent, registered, facts);
        return Marketplace.of(facts);
    }

    private static void registerWithAncestors(
            JsonNode graph,
            String model,
            Map<String, Edge> edgeToParent,
            List<String> registered,
            List<ChainFact> facts) {
        if (registered.contains(model)) {
            return;
        }
        ObjectNode args = JSON.createObjectNode().put("modelId", model).put("owner", model);
        ArrayNode parents = args.putArray("parents");
        for (Edge edge : edgesByChild(graph).getOrDefault(model, List.of())) {
            registerWithAncestors(graph, edge.parent(), edgeToParent, registered, facts);
            parents.add(edge.parent());
        }
        Edge own = edgeToParent.get(model);
        args.put("royaltyPolicy", own == null || own.absolute() ? 0 : 1);
        args.put("royaltyShare", own == null ? "0" : own.share().toString());
        facts.add(fact(facts, "ModelRegistry", "ModelRegistered", args));
        registered.add(model);
    }

    private static ChainFact fact(List<ChainFact> earlier, String contract, String event, ObjectNode args) {
        return new ChainFact(earlier.size() + 1L, BigInteger.ONE, contract, "0x", event, args);
    }
}
