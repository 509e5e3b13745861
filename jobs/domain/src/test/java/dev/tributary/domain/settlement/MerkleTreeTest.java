package dev.tributary.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.Vectors;
import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                assertThat(hash(leaf(node))).isEqualTo(node.get("leafHash").asText());
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
    void aProofIsMadeOfWholeHashesAlone() {
        Random random = new Random(5);
        Leaf first = new Leaf(address(random), address(random), BigInteger.ONE);
        MerkleTree tree = MerkleTree.of(List.of(first, new Leaf(address(random), address(random), BigInteger.ONE)));
        String sibling = tree.proof(first).get(0);
        assertThat(MerkleTree.verify(tree.root(), first, List.of(sibling))).isTrue();
        assertThat(MerkleTree.verify(tree.root(), first, List.of(sibling + "00")))
                .isFalse();
        assertThat(MerkleTree.verify(tree.root(), first, List.of(sibling.substring(0, 64))))
                .isFalse();
    }

    @Test
    void aTreeForAllCoresIsTheTreeOfThePlainRule() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int size : new int[] {1, 2, 3, 1_023, 1_025, 4_097, 10_000}) {
            List<Leaf> leaves = leaves(size, random);
            MerkleTree tree = MerkleTree.of(leaves);
            PlainTree plain = PlainTree.of(leaves);
            assertThat(tree.root()).as("seed %d", seed).isEqualTo(plain.root());
            assertThat(tree.dump())
                    .as("seed %d", seed)
                    .contains(plain.nodes().stream().collect(Collectors.joining("\",\"", "\"tree\":[\"", "\"],")));
            for (int i = 0; i < size; i += 1 + size / 100) {
                assertThat(tree.proof(leaves.get(i)))
                        .as("seed %d", seed)
                        .isEqualTo(plain.proof(leaves.get(i)))
                        .hasSizeLessThanOrEqualTo(tree.longestProof() / 32);
            }
        }
    }

    @Test
    void hashesThatBeginAlikeAreOrderedByTheRest() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int count = 300;
        byte[] hashes = new byte[count * 32];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = (byte) (i % 32 < 7 ? 0x80 : random.nextInt(3) - 1);
        }
        Comparator<Integer> byHash = (one, other) -> Arrays.compareUnsigned(
                Arrays.copyOfRange(hashes, one * 32, one * 32 + 32),
                Arrays.copyOfRange(hashes, other * 32, other * 32 + 32));
        assertThat(TreeNodes.byRisingHash(hashes, count))
                .as("seed %d", seed)
                .containsExactly(
                        IntStream.range(0, count).boxed().sorted(byHash).toArray(Integer[]::new));
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

    private static List<Leaf> leaves(int count, Random random) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String token = "0x" + (random.nextBoolean() ? "aa" : "bb").repeat(20);
            leaves.add(new Leaf(address(random), token, new BigInteger(256, random).setBit(0)));
        }
        return leaves;
    }

    private static String hash(Leaf leaf) {
        byte[] hash = new byte[32];
        new TreeHasher().leaf(leaf, hash, 0);
        return Hex.of(hash);
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
