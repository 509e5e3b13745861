package dev.tributary.settlement.ledger;

import dev.tributary.domain.money.Hex;

/** The vault that is settled: its chain and its address. */
public record VaultId(long chainId, String address) {
    public VaultId {
        if (chainId <= 0 || !Hex.isAddress(address)) {
            throw new IllegalArgumentException("no vault: chain " + chainId + ", address " + address);
        }
    }
}
