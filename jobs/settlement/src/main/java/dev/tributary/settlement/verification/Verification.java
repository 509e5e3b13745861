package dev.tributary.settlement.verification;

import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import java.util.List;
import java.util.Optional;

/**
 * What came of computing an epoch again.
 *
 * @param manifest as the logs and the chain give it
 * @param tree as the logs give it
 * @param compared what was found the same, in order, for people
 * @param difference the first one, for people; empty when there is none
 */
public record Verification(Manifest manifest, MerkleTree tree, List<String> compared, Optional<String> difference) {
    public boolean isSame() {
        return difference.isEmpty();
    }
}
