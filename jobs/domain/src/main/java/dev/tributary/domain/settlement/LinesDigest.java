package dev.tributary.domain.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.AbiWord;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;

/**
 * A hash over the lines of a period that does not depend on their order: the sum, modulo 2^256, of the Keccak-256 of
 * each line. A line that is missing, repeated or changed changes it.
 */
public record LinesDigest(BigInteger sum) {
    public static final LinesDigest EMPTY = new LinesDigest(BigInteger.ZERO);
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    /** The period is its index: (period start) / (period length). */
    public LinesDigest plus(AccountLine line) {
        String text = line.period() + "|" + line.token() + "|" + line.account() + "|" + line.numerator();
        BigInteger hash = new BigInteger(1, Keccak.hash(text.getBytes(UTF_8)));
        return new LinesDigest(sum.add(hash).mod(MODULUS));
    }

    /** As 0x and 64 digits. */
    public String hex() {
        return Hex.of(AbiWord.uint256(sum));
    }
}
