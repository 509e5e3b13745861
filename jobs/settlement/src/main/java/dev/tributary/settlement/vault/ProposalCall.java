package dev.tributary.settlement.vault;

import dev.tributary.chain.SentCall;
import dev.tributary.domain.money.AbiWord;
import java.math.BigInteger;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The totals that a proposal carried. The vault keeps those of a pending one to itself, its transaction tells them. */
public final class ProposalCall {
    private static final int SELECTOR_LENGTH = 10;
    private static final String SELECTOR = VaultCalls.propose(
                    0, "0x" + "0".repeat(64), "0x" + "0".repeat(64), new TreeMap<>(), "0x" + "0".repeat(64))
            .substring(0, SELECTOR_LENGTH);
    private static final int OFFSET_OF_TOTALS = 3;

    private ProposalCall() {}

    /** Cumulative base units by token; empty when the vault was called through another contract. */
    public static Optional<SortedMap<String, BigInteger>> totals(SentCall call, String vaultAddress) {
        if (!call.to().equals(vaultAddress) || !call.input().startsWith(SELECTOR)) {
            return Optional.empty();
        }
        Words words = Words.of("0x" + call.input().substring(SELECTOR_LENGTH));
        int at = (int) (words.number(OFFSET_OF_TOTALS) / AbiWord.BYTES);
        SortedMap<String, BigInteger> totals = new TreeMap<>();
        for (int i = 0; i < words.number(at); i++) {
            totals.put(words.address(at + 1 + 2 * i), words.integer(at + 2 + 2 * i));
        }
        return Optional.of(totals);
    }
}
