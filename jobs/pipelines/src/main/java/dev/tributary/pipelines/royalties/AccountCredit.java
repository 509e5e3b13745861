package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/** A part of what an account is owed for a period, in 10^-24 base units. */
public record AccountCredit(long period, String token, String account, BigInteger numerator) {
    Key key() {
        return new Key(period, token, account);
    }

    AccountCredit plus(AccountCredit other) {
        return new AccountCredit(period, token, account, numerator.add(other.numerator));
    }

    record Key(long period, String token, String account) {}
}
