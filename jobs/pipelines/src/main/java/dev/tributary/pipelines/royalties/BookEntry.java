package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** An amount that a stage moved in a period: the seal adds them up and checks that they balance. */
@TypeInfo(BookEntry.Type.class)
public record BookEntry(long period, String token, Book book, BigInteger amount) {
    Key key() {
        return new Key(period, token, book);
    }

    BookEntry plus(BookEntry other) {
        return new BookEntry(period, token, book, amount.add(other.amount));
    }

    record Key(long period, String token, Book book) {}

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<BookEntry> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<BookEntry> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(BookEntry.class, 1);
        }

        @Override
        protected void write(BookEntry value, CompactWriter out) {
            out.putSigned(value.period);
            out.putText(value.token);
            out.putText(value.book.name());
            out.putInteger(value.amount);
        }

        @Override
        protected BookEntry read(CompactReader in, TextTable texts) {
            return new BookEntry(in.signed(), in.text(texts), Book.valueOf(in.text(texts)), in.integer());
        }
    }

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
