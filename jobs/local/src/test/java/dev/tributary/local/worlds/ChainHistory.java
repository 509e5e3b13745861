package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.web3j.utils.Numeric;

/** Plays the contracts: registrations and changes at times that like to fall on the edges of minutes. */
final class ChainHistory {
    private static final BigInteger NEVER = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final long BYSTANDERS = 7_000_000;
    /** With this some of the few worlds that go through the pipeline have impostors. */
    private static final long IMPOSTORS = 8_000_026;

    private final Chance chance;
    private final Cast cast;
    private final long grainSeconds;
    private final ChainScript script = new ChainScript(World.CHAIN_ID);
    private final Family family;
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final List<Long> turningPoints = new ArrayList<>();
    private final PayerHistory payers;
    private final DisputeHistory disputes;
    private final PermissionHistory permissions;
    private final Bystanders bystanders;
    private final Impostors impostors;

    /** @param seed what moves no royalties draws by chances of its own, since the rest need not hang on it */
    ChainHistory(Chance chance, Cast cast, long grainSeconds, long seed) {
        this.chance = chance;
        this.cast = cast;
        this.grainSeconds = grainSeconds;
        payers = new PayerHistory(chance, cast, script);
        disputes = new DisputeHistory(chance, cast, script);
        permissions = new PermissionHistory(chance, cast, script, grainSeconds);
        bystanders = new Bystanders(new Chance(seed + BYSTANDERS), cast, script);
        impostors = new Impostors(new Chance(seed + IMPOSTORS), cast, script, permissions);
        family = new Family(chance.oneIn(25));
    }

    void play(long chainBeginSeconds, long beginSeconds, long endSeconds) {
        script.block(chainBeginSeconds - 1_000);
        script.fee(chance.between(20_000, 50_000));
        script.treasury(chance.of(cast.accounts()));
        permissions.begin();
        impostors.begin();
        payers.begin();
        script.finalized();
        script.block(chainBeginSeconds - grainSeconds);
        for (int founders = family.isLarge() ? 40 : chance.between(1, 4); founders > 0; founders--) {
            register();
        }
        Stream.concat(
                        times(chance.between(4, 16), chainBeginSeconds, beginSeconds),
                        times(chance.between(20, 80), beginSeconds, endSeconds))
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
        bystanders.pass(timeSeconds, models());
        boolean sameBlock = script.blockSeconds() == timeSeconds && chance.oneIn(2);
        if (!sameBlock) {
            script.block(timeSeconds);
        }
        turningPoints.add(timeSeconds);
        String model = chance.of(models());
        switch (chance.below(12)) {
            case 0, 1 -> register();
            case 2, 3, 4 -> payers.act();
            case 5, 6 -> disputes.act(model);
            case 7, 8 -> permissions.act(model);
            default -> change(model);
        }
        impostors.act(models());
        if (chance.oneIn(2)) {
            script.finalized();
        }
    }

    private void register() {
        String model = Numeric.toHexString(chance.bytes(32));
        String owner = chance.of(cast.accounts());
        boolean absolute = chance.oneIn(2);
        Family.Member member = family.join(absolute, chance);
        family.add(model, member);
        owners.put(model, owner);
        script.transfer(model, ChainScript.NO_ONE, owner);
        script.registered(model, owner, member.parents(), absolute ? 0 : 1, member.share());
        script.terms(
                model, chance.of(cast.tokens()), prices(), chance.oneIn(5), BigInteger.valueOf(script.blockSeconds()));
        if (chance.oneIn(20)) {
            disputes.sell(model);
        }
        if (!chance.oneIn(4)) {
            split(model);
        }
        if (chance.oneIn(10)) {
            disputes.sell(model);
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
            script.terms(model, chance.of(cast.tokens()), prices(), chance.oneIn(5), effectiveAt);
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
    }

    /** What happens when nothing happens any more that matters. */
    void end(long timeSeconds) {
        bystanders.afterAll(timeSeconds, models());
    }

    void finalizeAt(long timeSeconds) {
        script.block(timeSeconds);
        script.finalized();
    }

    ChainScript script() {
        return script;
    }

    /** A pass that someone might cite: a fitting one, another's, one that there is not, or none. */
    Optional<BigInteger> pass(String model, String payer) {
        List<BigInteger> fitting = permissions.passes(model, payer);
        if (!fitting.isEmpty() && !chance.oneIn(5)) {
            return Optional.of(chance.of(fitting));
        }
        List<BigInteger> all = permissions.passes();
        return chance.oneIn(12) && !all.isEmpty() ? Optional.of(chance.of(all)) : Optional.empty();
    }

    List<String> models() {
        return List.copyOf(owners.keySet());
    }

    /** Seconds at which something changed, or was to change. */
    List<Long> turningPoints() {
        return turningPoints;
    }
}
