package dev.tributary.settlement.vault;

import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.settlement.Leaf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint64;

/** The vault's functions as call data, 0x hex. */
public final class VaultCalls {
    /** The role that may propose. */
    public static final String SUBMITTER_ROLE = Hex.of(Keccak.hash("SUBMITTER_ROLE".getBytes(StandardCharsets.UTF_8)));

    private VaultCalls() {}

    /** @param totals cumulative base units by token */
    public static String propose(
            long epoch, String previousRoot, String root, SortedMap<String, BigInteger> totals, String manifestHash) {
        List<RoyaltyVault.TokenTotal> tokenTotals = totals.entrySet().stream()
                .map(total -> new RoyaltyVault.TokenTotal(total.getKey(), total.getValue()))
                .toList();
        return encode(
                RoyaltyVault.FUNC_PROPOSE,
                uint64(epoch),
                bytes32(previousRoot),
                bytes32(root),
                new DynamicArray<>(RoyaltyVault.TokenTotal.class, tokenTotals),
                bytes32(manifestHash));
    }

    public static String accept(long epoch) {
        return encode(RoyaltyVault.FUNC_ACCEPT, uint64(epoch));
    }

    /** @param proof siblings from the leaf upwards */
    public static String claim(Leaf leaf, String expectedRoot, List<String> proof) {
        return encode(
                RoyaltyVault.FUNC_CLAIM,
                new Address(leaf.account()),
                new Address(leaf.token()),
                new Uint256(leaf.cumulative()),
                bytes32(expectedRoot),
                new DynamicArray<>(
                        Bytes32.class, proof.stream().map(VaultCalls::bytes32).toList()));
    }

    /** Of any ERC-20 token. */
    static String balanceOf(String account) {
        return encode("balanceOf", new Address(account));
    }

    static String hasRole(String role, String account) {
        return encode(RoyaltyVault.FUNC_HASROLE, bytes32(role), new Address(account));
    }

    static String read(String function) {
        return encode(function);
    }

    static String readOf(String function, String address) {
        return encode(function, new Address(address));
    }

    private static String encode(String function, Type<?>... parameters) {
        return FunctionEncoder.encode(new Function(function, List.of(parameters), List.of()));
    }

    private static Uint64 uint64(long value) {
        return new Uint64(BigInteger.valueOf(value));
    }

    private static Bytes32 bytes32(String hash) {
        return new Bytes32(Hex.bytes(hash));
    }
}
