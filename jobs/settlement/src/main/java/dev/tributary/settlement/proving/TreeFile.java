package dev.tributary.settlement.proving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * Computes a root a second time, from a published tree file alone: its values are encoded, hashed and folded again by
 * code that shares nothing with the first computation, and its own nodes are only compared.
 */
public final class TreeFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMPTY_ROOT = "0x" + "0".repeat(64);

    private TreeFile() {}

    /** @throws IOException when the file cannot be read or contradicts itself */
    static String recomputeRoot(Path file) throws IOException {
        return recomputeRoot(JSON.readTree(file.toFile()));
    }

    /** @throws IOException when the text is no tree file or contradicts itself */
    public static String recomputeRoot(String text) throws IOException {
        return recomputeRoot(JSON.readTree(text));
    }

    private static String recomputeRoot(JsonNode dump) throws IOException {
        List<byte[]> level = new ArrayList<>();
        for (JsonNode entry : dump.path("values")) {
            byte[] leaf = leafHash(entry.path("value"));
            JsonNode node = dump.path("tree").path(entry.path("treeIndex").asInt(-1));
            if (!Numeric.toHexString(leaf).equals(node.textValue())) {
                throw new IOException("the value " + entry.path("value") + " does not hash to its node " + node);
            }
            level.add(leaf);
        }
        List<byte[]> nodes = fold(level);
        requireSameNodes(nodes, dump.path("tree"));
        return nodes.isEmpty() ? EMPTY_ROOT : Numeric.toHexString(nodes.get(nodes.size() - 1));
    }

    /** @param nodes leaves first, root last; the file has them the other way round */
    private static void requireSameNodes(List<byte[]> nodes, JsonNode tree) throws IOException {
        if (tree.size() != nodes.size()) {
            throw new IOException("it has " + tree.size() + " nodes, its values give " + nodes.size());
        }
        for (int i = 0; i < nodes.size(); i++) {
            String node = Numeric.toHexString(nodes.get(nodes.size() - 1 - i));
            if (!node.equals(tree.path(i).textValue())) {
                throw new IOException("its node " + i + " is " + tree.path(i) + ", its values give " + node);
            }
        }
    }

    private static byte[] leafHash(JsonNode value) {
        String encoded = TypeEncoder.encode(new Address(value.path(0).asText()))
                + TypeEncoder.encode(new Address(value.path(1).asText()))
                + TypeEncoder.encode(new Uint256(Numeric.decodeQuantity(
                        "0x" + new java.math.BigInteger(value.path(2).asText()).toString(16))));
        return Hash.sha3(Hash.sha3(Numeric.hexStringToByteArray(encoded)));
    }

    /**
     * The array form of the tree, read from its end as a queue: leaves by rising hash; two are taken, their parent is put
     * at the end, until one is left. The queue is then the whole tree.
     */
    private static List<byte[]> fold(List<byte[]> leaves) {
        List<byte[]> queue = new ArrayList<>(leaves);
        queue.sort(Arrays::compareUnsigned);
        int head = 0;
        while (queue.size() - head > 1) {
            byte[] one = queue.get(head);
            byte[] other = queue.get(head + 1);
            head += 2;
            queue.add(Arrays.compareUnsigned(one, other) < 0 ? hash(one, other) : hash(other, one));
        }
        return queue;
    }

    private static byte[] hash(byte[] low, byte[] high) {
        byte[] both = Arrays.copyOf(low, low.length + high.length);
        System.arraycopy(high, 0, both, low.length, high.length);
        return Hash.sha3(both);
    }
}
