package dev.tributary.pipelines.settlement;

import static dev.tributary.pipelines.royalties.BookEntry.Book.BALANCE_CHANGE_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.DEPOSITED_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.FEE_NUMERATOR;
import static dev.tributary.pipelines.royalties.BookEntry.Book.FUNDED_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.SALE_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.SHARED_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.SUSPENSE_CHANGE_NUMERATOR;
import static dev.tributary.pipelines.royalties.BookEntry.Book.UNFUNDED_CHANGE_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.VOID_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.WITHDRAWN_MICRO;
import static dev.tributary.pipelines.royalties.BookEntry.Book.WRITTEN_OFF_MICRO;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;

/**
 * What stands on the books of one token after the periods that have closed. What only shows in the totals of a batch is
 * kept until there is one: a period with void charges alone makes none.
 *
 * @param depositedMicro all that payers ever paid in
 * @param soldMicro all that licence sales ever brought, net of the fee
 * @param balancesMicro all payers' balances
 * @param unfundedMicro all that waits for deposits
 * @param accruedNumerator all accounts' numerators
 * @param suspenseNumerator all that is held for frozen models
 * @param voidMicro charges cut at spend limits since the last batch
 * @param writtenOffMicro charges given up since the last batch
 * @param saleMicro licence sales since the last batch: those of a frozen model may credit nobody yet
 */
public record TokenBooks(
        BigInteger depositedMicro,
        BigInteger soldMicro,
        BigInteger balancesMicro,
        BigInteger unfundedMicro,
        BigInteger accruedNumerator,
        BigInteger suspenseNumerator,
        BigInteger voidMicro,
        BigInteger writtenOffMicro,
        BigInteger saleMicro) {
    static final TokenBooks EMPTY = new TokenBooks(
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO);

    TokenBooks plus(TokenSum sum) {
        return new TokenBooks(
                depositedMicro.add(sum.of(DEPOSITED_MICRO)),
                soldMicro.add(sum.of(SALE_MICRO)),
                balancesMicro.add(sum.of(BALANCE_CHANGE_MICRO)),
                unfundedMicro.add(sum.of(UNFUNDED_CHANGE_MICRO)),
                accruedNumerator.add(sum.linesNumerator()),
                suspenseNumerator.add(sum.of(SUSPENSE_CHANGE_NUMERATOR)),
                voidMicro.add(sum.of(VOID_MICRO)),
                writtenOffMicro.add(sum.of(WRITTEN_OFF_MICRO)),
                saleMicro.add(sum.of(SALE_MICRO)));
    }

    /** What the next batch begins with. */
    TokenBooks afterBatch() {
        return new TokenBooks(
                depositedMicro,
                soldMicro,
                balancesMicro,
                unfundedMicro,
                accruedNumerator,
                suspenseNumerator,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO);
    }

    /** Halts unless what a period moved is conserved to the last 10^-24. */
    static void requireConserved(long period, String token, TokenSum sum) {
        BigInteger credited = sum.linesNumerator().add(sum.of(SUSPENSE_CHANGE_NUMERATOR));
        BigInteger moved = sum.of(SHARED_MICRO)
                .add(sum.of(SALE_MICRO))
                .add(sum.of(WITHDRAWN_MICRO))
                .multiply(Units.NUMERATOR_PER_MICRO);
        if (!credited.equals(moved)) {
            throw notConserved(period, token, "the accounts and the suspense were credited", credited, moved);
        }
        if (!sum.of(FUNDED_MICRO).equals(sum.of(SHARED_MICRO))) {
            throw notConserved(period, token, "the charges shared (micro)", sum.of(SHARED_MICRO), sum.of(FUNDED_MICRO));
        }
    }

    /** The totals of a batch, of which the sum is the period's. */
    TokenTotals totals(String token, TokenSum sum) {
        return new TokenTotals(
                token,
                sum.linesNumerator(),
                sum.of(FUNDED_MICRO),
                sum.of(FEE_NUMERATOR),
                sum.linesNumerator()
                        .subtract(sum.of(FEE_NUMERATOR))
                        .subtract(sum.of(WITHDRAWN_MICRO).multiply(Units.NUMERATOR_PER_MICRO)),
                unfundedMicro,
                voidMicro,
                writtenOffMicro,
                saleMicro,
                sum.of(WITHDRAWN_MICRO),
                depositedMicro.add(soldMicro),
                balancesMicro,
                suspenseNumerator);
    }

    /** {@code deposits + sales = balances + accrued numerators}, since the beginning; halts when it is not so. */
    void requireWhole(long period, String token) {
        BigInteger in = depositedMicro.add(soldMicro).multiply(Units.NUMERATOR_PER_MICRO);
        BigInteger held = balancesMicro
                .multiply(Units.NUMERATOR_PER_MICRO)
                .add(accruedNumerator)
                .add(suspenseNumerator);
        if (!in.equals(held)) {
            throw notConserved(period, token, "balances, accounts and suspense hold", held, in);
        }
    }

    private static RuntimeException notConserved(
            long period, String token, String what, BigInteger found, BigInteger expected) {
        return SettlementHalted.because(
                "LINES_NOT_CONSERVED",
                "period " + period + ", token " + token + ": " + what + " " + found + ", expected " + expected
                        + "; they differ by " + found.subtract(expected) + ".");
    }
}
