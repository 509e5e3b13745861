package dev.tributary.settlement.verification;

import java.math.BigInteger;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A root as it was proposed.
 *
 * @param totals cumulative base units by token; empty when the proposal came through another contract
 */
public record ProposedRoot(
        long epoch,
        String previousRoot,
        String root,
        String manifestHash,
        long blockNumber,
        Stage stage,
        Optional<SortedMap<String, BigInteger>> totals) {
    /** What became of it. */
    public enum Stage {
        PENDING("inside its challenge window or waiting to be accepted"),
        REVOKED("revoked by the guardian"),
        ACCEPTED("accepted");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
