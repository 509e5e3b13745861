package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.web3j.utils.Numeric;

/** Plays the contracts: registrations and changes at times that like to fall on the edges of minutes. */
final class ChainHistory {
    private static final BigInteger NEVER = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final Chance chance;
    private final Cast cast;
    private final long grainSeconds;
    private final ChainScript script = new ChainScript(World.CHAIN_ID);
    private final Family family;
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final List<Long> turningPoints = new ArrayList<>();

    ChainHistory(Chance chance, Cast cast, long grainSeconds) {
        this.chance = chance;
        this.cast = cast;
        this.grainSeconds = grainSeconds;
        family = new Family(chance.oneIn(25));
    }

    void play(long chainBeginSeconds, long beginSeconds, long endSeconds) {
        script.block(chainBeginSeconds - 1_000);
        script.fee(chance.between(20_000, 50_000));
        script.treasury(chance.of(cast.accounts()));
        cast.gateways().forEach(gateway -> script.authorised(gateway.address()));
        script.finalized();
        script.block(chainBeginSeconds - grainSeconds);
        for (int founders = family.isLarge() ? 40 : chance.between(1, 4); founders > 0; founders--) {
            register();
        }
        Stream.concat(
                        times(chance.between(2, 8), chainBeginSeconds, beginSeconds),
                        times(chance.between(10, 40), beginSeconds, endSeconds))
                .sorted()
                .forEach(this::act);
    }

    private Stream<Long> times(int count, long fromSeconds, long toSeconds) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0 && chance.oneIn(5)) {
                times.add(chance.of(times));
                continue;
            }
            long time = chance.between(fromSeconds, toSeconds);
            long minuteStart = time - time % grainSeconds;
            times.add(chance.oneIn(3) ? time : Math.max(fromSeconds, minuteStart + chance.between(-1, 1)));
        }
        return times.stream();
    }

    private void act(long timeSeconds) {
        boolean sameBlock = script.blockSeconds() == timeSeconds && chance.oneIn(2);
        if (!sameBlock) {
            script.block(timeSeconds);
        }
        turningPoints.add(timeSeconds);
        if (chance.oneIn(4)) {
            register();
        } else {
            change(chance.of(List.copyOf(owners.keySet())));
        }
        if (chance.oneIn(2)) {
            script.finalized();
        }
    }

    private void register() {
        String model = Numeric.toHexString(chance.bytes(32));
        String owner = chance.of(cast.accounts());
        boolean absolute = chance.oneIn(2);
        long share = family.share(chance);
        List<String> parents = family.join(model, absolute, share, chance);
        owners.put(model, owner);
        script.transfer(model, ChainScript.NO_ONE, owner);
        script.registered(model, owner, parents, absolute ? 0 : 1, share);
        script.terms(model, chance.of(cast.tokens()), prices(), BigInteger.valueOf(script.blockSeconds()));
        if (!chance.oneIn(4)) {
            split(model);
        }
    }

    private void change(String model) {
        switch (chance.below(12)) {
            case 0, 1, 2, 3 -> schedule(model);
            case 4, 5 -> split(model);
            case 6, 7 -> sell(model);
            case 8, 9 -> script.fee(chance.of(List.of(20_000, 50_000, chance.between(20_000, 50_000))));
            case 10 -> script.treasury(chance.of(cast.accounts()));
            default -> distract(model);
        }
    }

    private void schedule(String model) {
        for (int i = chance.between(1, 3); i > 0; i--) {
            BigInteger effectiveAt = effectiveAt();
            if (effectiveAt.bitLength() < 40) {
                turningPoints.add(effectiveAt.longValueExact());
            }
            script.terms(model, chance.of(cast.tokens()), prices(), effectiveAt);
        }
    }

    private BigInteger effectiveAt() {
        long now = script.blockSeconds();
        long minuteStart = now - now % grainSeconds;
        return switch (chance.below(8)) {
            case 0 -> chance.oneIn(3) ? NEVER : BigInteger.valueOf(now);
            case 1 -> BigInteger.valueOf(now - chance.below(100));
            case 2 -> BigInteger.valueOf(chance.of(turningPoints));
            case 3 -> BigInteger.valueOf(now + chance.below(5));
            default -> BigInteger.valueOf(minuteStart + grainSeconds * chance.below(20) + chance.between(-1, 1));
        };
    }

    private List<BigInteger> prices() {
        List<BigInteger> prices = new ArrayList<>();
        for (int meter = 0; meter < 4; meter++) {
            prices.add(
                    switch (chance.below(8)) {
                        case 0 -> BigInteger.ZERO;
                        case 1 -> BigInteger.ONE;
                        case 2 -> BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
                        case 3 -> new BigInteger(128, chance.random());
                        default -> BigInteger.valueOf(chance.below(10_000_000));
                    });
        }
        return chance.oneIn(15) ? List.of(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO) : prices;
    }

    private void split(String model) {
        int most = Math.min(64, cast.accounts().size());
        int count = chance.oneIn(8) ? most : Math.min(most, chance.between(1, 4));
        List<Integer> basisPoints = new ArrayList<>();
        int left = 10_000;
        for (int others = count - 1; others > 0; others--) {
            int share = 1 + chance.below(Math.max(1, (left - others) / 2));
            basisPoints.add(share);
            left -= share;
        }
        basisPoints.add(left);
        script.split(model, chance.some(cast.accounts(), count), basisPoints);
    }

    private void sell(String model) {
        String buyer = chance.of(cast.accounts());
        script.transfer(model, owners.getOrDefault(model, ChainScript.NO_ONE), buyer);
        owners.put(model, buyer);
    }

    /** Events that look as if they concerned the model and must change nothing. */
    private void distract(String model) {
        script.passTransfer(model, chance.of(cast.accounts()), chance.of(cast.accounts()));
        script.deposited(chance.of(cast.tokens()), chance.of(cast.payers()), BigInteger.valueOf(chance.below(1_000)));
    }

    void finalizeAt(long timeSeconds) {
        script.block(timeSeconds);
        script.finalized();
    }

    ChainScript script() {
        return script;
    }

    List<String> models() {
        return List.copyOf(owners.keySet());
    }

    /** Seconds at which something changed, or was to change. */
    List<Long> turningPoints() {
        return turningPoints;
    }
}
