package dev.tributary.local.worlds;

import java.math.BigInteger;

/** Plays the payers: rich and poor, cautious and careless. */
final class PayerHistory {
    private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    private final Chance chance;
    private final Cast cast;
    private final ChainScript script;

    PayerHistory(Chance chance, Cast cast, ChainScript script) {
        this.chance = chance;
        this.cast = cast;
        this.script = script;
    }

    void begin() {
        for (String payer : cast.payers()) {
            for (String token : cast.tokens()) {
                if (!chance.oneIn(3)) {
                    script.deposited(token, payer, amount());
                }
            }
        }
    }

    void act() {
        String token = chance.of(cast.tokens());
        String payer = chance.of(cast.payers());
        switch (chance.below(10)) {
            case 0, 1, 2, 3 -> script.deposited(token, payer, amount());
            case 4, 5, 6 -> limit(token, payer);
            default -> withdraw(token, payer);
        }
    }

    private void limit(String token, String payer) {
        script.spendLimit(
                token,
                payer,
                switch (chance.below(6)) {
                    case 0 -> BigInteger.ZERO;
                    case 1, 2 -> MOST;
                    default -> amount();
                });
    }

    private void withdraw(String token, String payer) {
        for (int i = chance.between(1, 3); i > 0; i--) {
            script.withdrawalRequested(token, payer, chance.oneIn(8) ? MOST : amount());
        }
    }

    /** Base units; prices make charges of all these sizes. */
    private BigInteger amount() {
        return switch (chance.below(8)) {
            case 0 -> BigInteger.ONE;
            case 1 -> BigInteger.valueOf(chance.between(1, 1_000));
            case 2, 3 -> new BigInteger(140, chance.random()).add(BigInteger.ONE);
            case 4 -> BigInteger.TWO.pow(190);
            default -> BigInteger.valueOf(chance.between(1L, 100_000_000L));
        };
    }
}
