package dev.tributary.settlement.proving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.utils.Numeric;

/** What is published, in the eyes of the library that creators use. Needs `npm ci` in the contracts folder. */
final class PublishedTreeIT {
    private static final long SEED = 5;
    private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 7, 8, 9, 31, 100, 1_000);

    @Test
    void theNpmLibraryLoadsEveryTreeAndVerifiesEveryProof(@TempDir Path folder) throws Exception {
        Random random = new Random(SEED);
        List<String> command = new ArrayList<>(List.of(
                "node",
                "src/test/js/verify-tree.mjs",
                Path.of("../../contracts").toString()));
        for (int size : SIZES) {
            Path file = folder.resolve(size + ".json");
            Files.writeString(file, published(MerkleTree.of(leaves(size, random))));
            command.add(file.toString());
        }
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactlyElementsOf(
                        SIZES.stream().map(size -> size + " proofs").toList());
    }

    private static String published(MerkleTree tree) {
        List<Map<String, Object>> proofs = tree.leaves().stream()
                .map(leaf -> Map.<String, Object>of(
                        "value", List.of(leaf.account(), leaf.token(), leaf.cumulative()), "proof", tree.proof(leaf)))
                .toList();
        return "{\"dump\":" + tree.dump() + ",\"root\":\"" + tree.root() + "\",\"proofs\":"
                + CanonicalJson.write(proofs) + "}";
    }

    private static List<Leaf> leaves(int count, Random random) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] account = new byte[20];
            random.nextBytes(account);
            String token = "0x" + (random.nextBoolean() ? "aa" : "bb").repeat(20);
            leaves.add(new Leaf(Numeric.toHexString(account), token, new BigInteger(128, random).add(BigInteger.ONE)));
        }
        return leaves;
    }
}
