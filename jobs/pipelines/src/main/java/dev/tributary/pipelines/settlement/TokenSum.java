package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.pipelines.royalties.BookEntry;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides of the books of a (period, token): what the accounts were credited and what the stages moved.
 *
 * @param linesNumerator sum of the account lines, 10^-24 base units
 * @param moved sums of the entries by book, each in the book's unit
 */
public record TokenSum(BigInteger linesNumerator, Map<String, BigInteger> moved) {
    static final TokenSum NONE = new TokenSum(BigInteger.ZERO, Map.of());

    TokenSum plus(AccountLine line) {
        return new TokenSum(linesNumerator.add(line.numerator()), moved);
    }

    TokenSum plus(BookEntry entry) {
        Map<String, BigInteger> next = new HashMap<>(moved);
        next.merge(entry.book().name(), entry.amount(), BigInteger::add);
        return new TokenSum(linesNumerator, next);
    }

    BigInteger of(BookEntry.Book book) {
        return moved.getOrDefault(book.name(), BigInteger.ZERO);
    }
}
