package dev.tributary.settlement.vault;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Hash;

/** Names for the errors that `propose`, `accept` and `claim` revert with. */
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
                    "ChallengeWindowOpen(uint64,uint64)",
                    "StaleRoot(bytes32,bytes32)",
                    "InvalidProof(address,address,uint256)",
                    "NothingToClaim(address,address,uint256)",
                    "ClaimAboveOutstanding(address,uint256,uint256)")
            .stream()
            .collect(Collectors.toUnmodifiableMap(
                    signature -> Hash.sha3String(signature).substring(0, SELECTOR_LENGTH), signature -> signature));

    private VaultErrors() {}

    /** The name of the contract's error; null where it is another contract's, or the node gave no data. */
    static @Nullable String name(@Nullable String revertData) {
        String signature = signature(revertData);
        return signature == null ? null : signature.substring(0, signature.indexOf('('));
    }

    /** The node's message, with the error's signature and arguments where the node gave its data. */
    static String describe(String message, @Nullable String revertData) {
        if (revertData == null) {
            return message;
        }
        String hex = hex(revertData);
        if (hex.length() < SELECTOR_LENGTH) {
            return message;
        }
        String signature = signature(revertData);
        return signature == null
                ? message + " " + hex
                : message + " " + signature + " " + hex.substring(SELECTOR_LENGTH);
    }

    private static @Nullable String signature(@Nullable String revertData) {
        if (revertData == null || hex(revertData).length() < SELECTOR_LENGTH) {
            return null;
        }
        return BY_SELECTOR.get(hex(revertData).substring(0, SELECTOR_LENGTH));
    }

    private static String hex(String revertData) {
        return revertData.replace("\"", "");
    }
}
