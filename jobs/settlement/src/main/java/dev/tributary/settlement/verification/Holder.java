package dev.tributary.settlement.verification;

import java.util.Comparator;

/** An account in a token. */
record Holder(String token, String account) implements Comparable<Holder> {
    private static final Comparator<Holder> ORDER =
            Comparator.comparing(Holder::token).thenComparing(Holder::account);

    @Override
    public int compareTo(Holder other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "account " + account + " in token " + token;
    }
}
