package dev.tributary.domain.settlement;

import dev.tributary.domain.money.AbiWord;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;

/** What an account may have claimed in all of one token, in base units. */
public record Leaf(String account, String token, BigInteger cumulative) {
    /** {@code keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))))}. */
    byte[] hash() {
        return Keccak.hash(Keccak.hash(AbiWord.address(account), AbiWord.address(token), AbiWord.uint256(cumulative)));
    }
}
