package dev.tributary.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.Vectors;
import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    @Test
    void everyWorkedTreeHasItsRootLeavesAndProofs() {
        Vectors.read("merkle.json").forEach(worked -> {
            List<Leaf> leaves = new ArrayList<>();
            worked.get("leaves").forEach(node -> leaves.add(leaf(node)));
            MerkleTree tree = MerkleTree.of(leaves);
            assertThat(tree.root()).isEqualTo(worked.get("root").asText());
            for (JsonNode node : worked.get("leaves")) {
                List<String> proof = new ArrayList<>();
                node.get("proof").forEach(sibling -> proof.add(sibling.asText()));
                assertThat(Hex.of(leaf(node).hash()))
                        .isEqualTo(node.get("leafHash").asText());
                assertThat(tree.proof(leaf(node))).isEqualTo(proof);
            }
        });
    }

    @Test
    void everyLeafIsProvedAndNoOther() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int size = 1; size <= 40; size++) {
            List<Leaf> leaves = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                leaves.add(new Leaf(address(random), address(random), BigInteger.valueOf(random.nextInt(1, 1_000))));
            }
            MerkleTree tree = MerkleTree.of(leaves);
            for (Leaf leaf : leaves) {
                Leaf forged =
                        new Leaf(leaf.account(), leaf.token(), leaf.cumulative().add(BigInteger.ONE));
                assertThat(MerkleTree.verify(tree.root(), leaf, tree.proof(leaf)))
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(MerkleTree.verify(tree.root(), forged, tree.proof(leaf)))
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }

    @Test
    void withoutLeavesTheRootIsZero() {
        assertThat(MerkleTree.of(List.of()).root()).isEqualTo("0x" + "0".repeat(64));
        assertThat(MerkleTree.of(List.of()).dump()).contains("\"tree\":[]", "\"values\":[]");
    }

    @Test
    void anAccountHasOnePositiveLeafPerToken() {
        Leaf one = new Leaf("0x" + "a".repeat(40), "0x" + "b".repeat(40), BigInteger.ONE);
        Leaf two = new Leaf(one.account(), one.token(), BigInteger.TWO);
        Leaf none = new Leaf(one.account(), one.token(), BigInteger.ZERO);
        assertThatThrownBy(() -> MerkleTree.of(List.of(one, two))).hasMessageContaining("two leaves");
        assertThatThrownBy(() -> MerkleTree.of(List.of(none))).hasMessageContaining("positive");
    }

    private static Leaf leaf(JsonNode node) {
        return new Leaf(
                node.get("account").asText(),
                node.get("token").asText(),
                new BigInteger(node.get("cumulative").asText()));
    }

    private static String address(Random random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return Hex.of(bytes);
    }
}
