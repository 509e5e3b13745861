package dev.tributary.local.audit;

import java.util.Comparator;

/** What one payer holds in one token. */
record Purse(String token, String payer) {
    static final Comparator<Purse> IN_ORDER = Comparator.comparing(Purse::token).thenComparing(Purse::payer);

    static Purse of(ChainFact fact) {
        return new Purse(fact.text("token"), fact.text("payer"));
    }

    static Purse of(Charge charge) {
        return new Purse(charge.token(), charge.payer());
    }
}
