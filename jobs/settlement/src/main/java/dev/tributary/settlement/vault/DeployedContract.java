package dev.tributary.settlement.vault;

import dev.tributary.chain.BlockTag;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.contracts.RoyaltyVault;

/** One contract of the deployment as it is now: whether it is there, what it points to, who may do what. */
public final class DeployedContract {
    private static final String NOTHING = "0x";
    private static final int HEX_DIGITS_PER_BYTE = 2;

    private final EvmRpc rpc;
    private final String address;

    public DeployedContract(EvmRpc rpc, String address) {
        this.rpc = rpc;
        this.address = address;
    }

    public String address() {
        return address;
    }

    /** Bytes of its program; 0 where nothing is deployed. */
    public int codeBytes() {
        return (rpc.code(address, BlockTag.LATEST).length() - NOTHING.length()) / HEX_DIGITS_PER_BYTE;
    }

    /** Events that it counted; every contract that the jobs read has this function. */
    public long eventCount() {
        return read(RoyaltyVault.FUNC_EVENTCOUNT).number(0);
    }

    /** What a function without parameters returns, as an address. */
    public String pointsTo(String function) {
        return read(function).address(0);
    }

    public boolean isPaused() {
        return read(RoyaltyVault.FUNC_PAUSED).flag(0);
    }

    /** @param role its hash, 0x hex */
    public boolean hasRole(String role, String account) {
        return Words.of(rpc.call(address, VaultCalls.hasRole(role, account), BlockTag.LATEST))
                .flag(0);
    }

    private Words read(String function) {
        return Words.of(rpc.call(address, VaultCalls.read(function), BlockTag.LATEST));
    }
}
