package dev.tributary.settlement.vault;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;

/** Bytes ready to be sent, and the hash that the network knows them by; both 0x hex. */
public record SignedTransaction(String hash, String raw) {
    static SignedTransaction of(byte[] bytes) {
        return new SignedTransaction(Hex.of(Keccak.hash(bytes)), Hex.of(bytes));
    }
}
