package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** A part of what an account is owed for a period, in 10^-24 base units. */
@TypeInfo(AccountCredit.Type.class)
public record AccountCredit(long period, String token, String account, BigInteger numerator) {
    Key key() {
        return new Key(period, token, account);
    }

    AccountCredit plus(AccountCredit other) {
        return new AccountCredit(period, token, account, numerator.add(other.numerator));
    }

    record Key(long period, String token, String account) {}

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<AccountCredit> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<AccountCredit> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(AccountCredit.class, 1);
        }

        @Override
        protected void write(AccountCredit value, CompactWriter out) {
            out.putSigned(value.period);
            out.putText(value.token);
            out.putText(value.account);
            out.putInteger(value.numerator);
        }

        @Override
        protected AccountCredit read(CompactReader in, TextTable texts) {
            return new AccountCredit(in.signed(), in.text(texts), in.text(texts), in.integer());
        }
    }
}
