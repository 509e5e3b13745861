package dev.tributary.settlement.reconciliation;

import java.math.BigInteger;

/** A payment of the vault, in base units. */
public record KnownClaim(
        String transaction, int logIndex, String account, String token, BigInteger amount, long blockNumber) {
    String key() {
        return transaction + "/" + logIndex;
    }

    @Override
    public String toString() {
        return amount + " of " + token + " to " + account + " in block " + blockNumber + ", transaction " + transaction;
    }
}
