package dev.tributary.settlement.vault;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Hash;

/** Names for the errors that `propose` and `accept` revert with. */
final class VaultErrors {
    private static final int SELECTOR_LENGTH = 10;
    private static final Map<String, String> BY_SELECTOR = List.of(
                    "AccessControlUnauthorizedAccount(address,bytes32)",
                    "EnforcedPause()",
                    "TokenNotListed(address)",
                    "ProposalPending(uint64)",
                    "NotProposed(uint64)",
                    "EpochNotAhead(uint64,uint64)",
                    "PreviousRootMismatch(bytes32,bytes32)",
                    "DuplicateToken(address)",
                    "TotalBelowAccepted(address,uint256,uint256)",
                    "TotalAboveReceived(address,uint256,uint256)",
                    "ChallengeWindowOpen(uint64,uint64)")
            .stream()
            .collect(Collectors.toUnmodifiableMap(
                    signature -> Hash.sha3String(signature).substring(0, SELECTOR_LENGTH), signature -> signature));

    private VaultErrors() {}

    /** The node's message, with the error's signature and arguments where the node gave its data. */
    static String describe(String message, @Nullable String revertData) {
        if (revertData == null) {
            return message;
        }
        String hex = revertData.replace("\"", "");
        if (hex.length() < SELECTOR_LENGTH) {
            return message;
        }
        String signature = BY_SELECTOR.get(hex.substring(0, SELECTOR_LENGTH));
        return signature == null
                ? message + " " + hex
                : message + " " + signature + " " + hex.substring(SELECTOR_LENGTH);
    }
}
