package dev.tributary.settlement.vault;

import dev.tributary.domain.money.AbiWord;
import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a function of the vault returned, as 32-byte words. */
final class Words {
    private static final int ADDRESS_OFFSET = 12;

    private final byte[] bytes;

    private Words(byte[] bytes) {
        this.bytes = bytes;
    }

    static Words of(String hex) {
        return new Words(Hex.bytes(hex));
    }

    BigInteger integer(int place) {
        return new BigInteger(1, word(place));
    }

    long number(int place) {
        return integer(place).longValueExact();
    }

    boolean flag(int place) {
        return integer(place).signum() != 0;
    }

    String hash(int place) {
        return Hex.of(word(place));
    }

    /** A single dynamic array of addresses: its offset, its length, its elements. */
    List<String> addresses() {
        return IntStream.range(0, (int) number(1)).mapToObj(i -> address(i + 2)).toList();
    }

    /** A single string: its offset, its length, its bytes. */
    String text() {
        int from = 2 * AbiWord.BYTES;
        return new String(bytes, from, Math.min((int) number(1), bytes.length - from), StandardCharsets.UTF_8);
    }

    String address(int place) {
        return Hex.of(Arrays.copyOfRange(word(place), ADDRESS_OFFSET, AbiWord.BYTES));
    }

    private byte[] word(int place) {
        int from = place * AbiWord.BYTES;
        if (from + AbiWord.BYTES > bytes.length) {
            throw new IllegalStateException("the vault returned " + bytes.length + " bytes, word " + place
                    + " is missing: is it deployed at this address?");
        }
        return Arrays.copyOfRange(bytes, from, from + AbiWord.BYTES);
    }
}
