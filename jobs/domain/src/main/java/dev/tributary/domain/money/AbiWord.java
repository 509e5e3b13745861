package dev.tributary.domain.money;

import java.math.BigInteger;

/** One 32-byte word of the EVM's ABI encoding. */
public final class AbiWord {
    public static final int BYTES = 32;

    private AbiWord() {}

    /** @throws IllegalArgumentException when {@code value} is negative or needs more than 256 bits */
    public static byte[] uint256(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("not a uint256: " + value);
        }
        return leftPadded(value.toByteArray());
    }

    /** The word of a 20-byte address in its 0x form. */
    public static byte[] address(String address) {
        return leftPadded(Hex.bytes(address));
    }

    /** Zeros in front; a sign byte of a BigInteger beyond 32 bytes is cut. */
    public static byte[] leftPadded(byte[] bytes) {
        byte[] word = new byte[BYTES];
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, word, BYTES - length, length);
        return word;
    }
}
