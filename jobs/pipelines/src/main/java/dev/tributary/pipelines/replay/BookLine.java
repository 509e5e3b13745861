package dev.tributary.pipelines.replay;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import java.math.BigInteger;

/**
 * One fact of {@code batches.json}.
 *
 * @param order by period, kind, token and holder; a period's header is its last
 * @param holder account, payer or model; empty for a header
 * @param amount numerator of an account or of what is held, balance in micro units, or the epoch
 * @param unfundedMicro of a payer; else 0
 */
public record BookLine(
        String order,
        Kind kind,
        long period,
        String token,
        String holder,
        BigInteger amount,
        BigInteger unfundedMicro) {

    /** In the order in which they are needed. */
    public enum Kind {
        ACCOUNT('1'),
        PAYER('2'),
        SUSPENSE('3'),
        HEADER('4');

        private final char place;

        Kind(char place) {
            this.place = place;
        }
    }

    static BookLine of(AccountLine line) {
        return of(Kind.ACCOUNT, line.period(), line.token(), line.account(), line.numerator(), BigInteger.ZERO);
    }

    static BookLine of(PayerPosition position) {
        return of(
                Kind.PAYER,
                position.period(),
                position.token(),
                position.payer(),
                position.balanceMicro(),
                position.unfundedMicro());
    }

    static BookLine of(SuspensePosition position) {
        return of(
                Kind.SUSPENSE,
                position.period(),
                position.token(),
                position.model(),
                position.numerator(),
                BigInteger.ZERO);
    }

    static BookLine of(BatchHeader header, long periodMillis) {
        long period = Math.floorDiv(header.periodStartMillis(), periodMillis);
        return of(Kind.HEADER, period, "", "", BigInteger.valueOf(header.epoch()), BigInteger.ZERO);
    }

    private static BookLine of(
            Kind kind, long period, String token, String holder, BigInteger amount, BigInteger unfundedMicro) {
        return new BookLine(
                OrderKey.of(period) + kind.place + token + holder, kind, period, token, holder, amount, unfundedMicro);
    }
}
