package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plays the arbiter and the licence sales, which like to meet. */
final class DisputeHistory {
    private final Chance chance;
    private final Cast cast;
    private final ChainScript script;
    private final Set<String> frozen = new HashSet<>();

    DisputeHistory(Chance chance, Cast cast, ChainScript script) {
        this.chance = chance;
        this.cast = cast;
        this.script = script;
    }

    void act(String model) {
        if (chance.oneIn(3)) {
            sell(model);
        }
        turn(model);
        if (chance.oneIn(3)) {
            sell(model);
        }
        if (chance.oneIn(4)) {
            turn(model);
            sell(model);
        }
        if (!frozen.isEmpty() && chance.oneIn(2)) {
            turn(chance.of(frozen.stream().sorted().toList()));
        }
    }

    private void turn(String model) {
        if (frozen.remove(model)) {
            script.unfrozen(model, chance.of(List.of(ChainScript.NO_ONE, chance.of(cast.accounts()))));
        } else {
            frozen.add(model);
            script.frozen(model);
        }
    }

    void sell(String model) {
        BigInteger amount = chance.oneIn(4)
                ? new BigInteger(100, chance.random()).add(BigInteger.ONE)
                : BigInteger.valueOf(chance.between(1, 1_000));
        script.sold(chance.of(cast.tokens()), model, amount);
    }
}
