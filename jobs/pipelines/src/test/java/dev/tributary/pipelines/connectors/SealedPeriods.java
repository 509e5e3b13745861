package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Lines of hour-long periods and the headers that fit them. */
final class SealedPeriods {
    static final long CHAIN = 31_337;
    static final String VAULT = "0x" + "aa".repeat(20);
    static final String TOKEN = "0x" + "bb".repeat(20);
    static final long PERIOD_MILLIS = 3_600_000;

    private SealedPeriods() {}

    static AccountLine line(long period, int account, long numerator) {
        return new AccountLine(period, TOKEN, "0x" + String.format("%040x", account), BigInteger.valueOf(numerator));
    }

    static BatchHeader header(long epoch, AccountLine... lines) {
        LinesDigest digest = LinesDigest.EMPTY;
        BigInteger sum = BigInteger.ZERO;
        for (AccountLine line : Arrays.asList(lines)) {
            digest = digest.plus(line);
            sum = sum.add(line.numerator());
        }
        long start = lines[0].period() * PERIOD_MILLIS;
        BigInteger none = BigInteger.ZERO;
        return new BatchHeader(
                CHAIN,
                VAULT,
                epoch,
                start,
                start + PERIOD_MILLIS,
                lines.length,
                digest.hex(),
                List.of(new TokenTotals(
                        TOKEN,
                        sum,
                        BigInteger.TEN,
                        BigInteger.ONE,
                        sum,
                        none,
                        none,
                        none,
                        none,
                        none,
                        BigInteger.TWO,
                        BigInteger.ONE,
                        none)),
                List.of(17L, -1L),
                99);
    }
}
