package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/** An amount that a stage moved in a period: the seal adds them up and checks that they balance. */
public record BookEntry(long period, String token, Book book, BigInteger amount) {
    Key key() {
        return new Key(period, token, book);
    }

    BookEntry plus(BookEntry other) {
        return new BookEntry(period, token, book, amount.add(other.amount));
    }

    record Key(long period, String token, Book book) {}

    /** What moved, with its unit. */
    public enum Book {
        /** Paid in by payers. */
        DEPOSITED_MICRO,
        /** Charges covered from balances. */
        FUNDED_MICRO,
        /** Charges shared among treasury and families; must equal what was covered. */
        SHARED_MICRO,
        /** The treasury's part of what was shared. */
        FEE_NUMERATOR,
        /** Licence sales, net of the fee. */
        SALE_MICRO,
        /** Given back to payers through their own payables. */
        WITHDRAWN_MICRO,
        /** Charges beyond spend limits. */
        VOID_MICRO,
        /** Charges given up. */
        WRITTEN_OFF_MICRO,
        /** Change of the payers' balances. */
        BALANCE_CHANGE_MICRO,
        /** Change of what waits for deposits. */
        UNFUNDED_CHANGE_MICRO,
        /** Change of what is held for frozen models. */
        SUSPENSE_CHANGE_NUMERATOR
    }
}
