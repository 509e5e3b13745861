package dev.tributary.pipelines.royalties;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.PayerAccount;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a payer stands in one token after a close, and how it came there: one row of table {@code payer_position}. All
 * amounts in 10^-6 base units.
 *
 * @param depositedMicro paid in during the period
 * @param fundedMicro charges covered in the period
 * @param voidMicro charges of the period beyond the spend limit
 * @param writtenOffMicro charges given up at this close
 * @param withdrawnMicro given back through the payer's own payable
 * @param balanceMicro left after the close
 * @param unfundedMicro waiting after the close
 */
public record PayerPosition(
        long period,
        String token,
        String payer,
        BigInteger depositedMicro,
        BigInteger fundedMicro,
        BigInteger voidMicro,
        BigInteger writtenOffMicro,
        BigInteger withdrawnMicro,
        BigInteger balanceMicro,
        BigInteger unfundedMicro) {

    static PayerPosition of(
            String token, String payer, PayerAccount.Period input, CloseSums sums, PayerStanding after) {
        return new PayerPosition(
                input.period(),
                token,
                payer,
                input.depositsUnits().multiply(Units.MICRO_PER_UNIT),
                sums.fundedMicro(),
                sums.voidMicro(),
                sums.writtenOffMicro(),
                sums.withdrawnUnits().multiply(Units.MICRO_PER_UNIT),
                after.balanceMicro(),
                after.unfundedMicro());
    }

    /** What the seal must know of it; nothing of what is zero. */
    List<BookEntry> entries(PayerStanding before) {
        return Stream.of(
                        entry(BookEntry.Book.DEPOSITED_MICRO, depositedMicro),
                        entry(BookEntry.Book.FUNDED_MICRO, fundedMicro),
                        entry(BookEntry.Book.VOID_MICRO, voidMicro),
                        entry(BookEntry.Book.WRITTEN_OFF_MICRO, writtenOffMicro),
                        entry(BookEntry.Book.WITHDRAWN_MICRO, withdrawnMicro),
                        entry(BookEntry.Book.BALANCE_CHANGE_MICRO, balanceMicro.subtract(before.balanceMicro())),
                        entry(BookEntry.Book.UNFUNDED_CHANGE_MICRO, unfundedMicro.subtract(before.unfundedMicro())))
                .filter(entry -> entry.amount().signum() != 0)
                .toList();
    }

    private BookEntry entry(BookEntry.Book book, BigInteger amount) {
        return new BookEntry(period, token, book, amount);
    }
}
