package dev.tributary.domain.settlement;

import dev.tributary.domain.money.AbiWord;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rule of the tree as it is written down, in text and lists: the oracle of what is done in flat arrays and on all
 * cores.
 *
 * @param nodes the root first
 */
record PlainTree(List<String> nodes) {
    static PlainTree of(List<Leaf> leaves) {
        List<String> hashes = leaves.stream().map(PlainTree::hash).sorted().toList();
        List<String> nodes = new ArrayList<>(Collections.nCopies(2 * hashes.size() - 1, ""));
        for (int rank = 0; rank < hashes.size(); rank++) {
            nodes.set(nodes.size() - 1 - rank, hashes.get(rank));
        }
        for (int i = hashes.size() - 2; i >= 0; i--) {
            nodes.set(i, parent(nodes.get(2 * i + 1), nodes.get(2 * i + 2)));
        }
        return new PlainTree(nodes);
    }

    String root() {
        return nodes.get(0);
    }

    List<String> proof(Leaf leaf) {
        List<String> siblings = new ArrayList<>();
        for (int i = nodes.lastIndexOf(hash(leaf)); i > 0; i = (i - 1) / 2) {
            siblings.add(nodes.get(i % 2 == 0 ? i - 1 : i + 1));
        }
        return siblings;
    }

    private static String hash(Leaf leaf) {
        return Hex.of(Keccak.hash(Keccak.hash(
                AbiWord.address(leaf.account()), AbiWord.address(leaf.token()), AbiWord.uint256(leaf.cumulative()))));
    }

    private static String parent(String one, String other) {
        return one.compareTo(other) <= 0
                ? Hex.of(Keccak.hash(Hex.bytes(one), Hex.bytes(other)))
                : Hex.of(Keccak.hash(Hex.bytes(other), Hex.bytes(one)));
    }
}
