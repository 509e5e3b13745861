package dev.tributary.settlement.proving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeFileTest {
    /** The worked numbers that Java and Solidity are both tested with. */
    private static final Path VECTORS = Path.of("../../contracts/test/vectors/merkle.json");

    @Test
    void bothComputationsAgreeWithTheVectors(@TempDir Path folder) throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile());
        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            List<Leaf> leaves = new ArrayList<>();
            vector.path("leaves")
                    .forEach(leaf -> leaves.add(new Leaf(
                            leaf.path("account").asText(),
                            leaf.path("token").asText(),
                            new BigInteger(leaf.path("cumulative").asText()))));
            MerkleTree tree = MerkleTree.of(leaves);
            assertThat(tree.root()).isEqualTo(vector.path("root").asText());
            assertThat(recomputed(tree, folder)).isEqualTo(tree.root());
            for (int i = 0; i < leaves.size(); i++) {
                List<String> proof = new ArrayList<>();
                vector.path("leaves").path(i).path("proof").forEach(sibling -> proof.add(sibling.asText()));
                assertThat(tree.proof(leaves.get(i))).isEqualTo(proof);
            }
        }
    }

    @Test
    void bothComputationsAgreeForEverySize(@TempDir Path folder) throws IOException {
        List<Leaf> leaves = new ArrayList<>();
        for (int count = 0; count <= 40; count++) {
            MerkleTree tree = MerkleTree.of(leaves);
            assertThat(recomputed(tree, folder)).as("%d leaves", count).isEqualTo(tree.root());
            leaves.add(new Leaf(
                    "0x" + String.format("%040x", count + 1), "0x" + "ee".repeat(20), BigInteger.valueOf(count + 1)));
        }
    }

    private static String recomputed(MerkleTree tree, Path folder) throws IOException {
        return TreeFile.recomputeRoot(Files.writeString(folder.resolve("tree.json"), tree.dump()));
    }
}
