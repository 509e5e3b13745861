package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.Closing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CanariesTest {
    private static final int WORLDS = 100;
    private static final int LEAST = 20;
    private static final Map<Audited, Settled> AUDITS = new HashMap<>();

    private record Audited(long seed, Closing closing) {}

    @ParameterizedTest
    @MethodSource("canaries")
    void aPlantedBugIsCaughtWithinAHundredWorlds(String name, Function<World, PureRules> canary) {
        OptionalLong caughtBy = Seeds.of(WORLDS, WORLDS)
                .filter(seed -> differs(Worlds.of(seed), canary))
                .findFirst();
        assertThat(caughtBy).as(name).isPresent();
        System.out.printf("Canary caught by seed %d: %s%n", caughtBy.getAsLong(), name);
    }

    @Test
    void thereAreEnoughOfThemAndTheRulesThemselvesAreNone() {
        assertThat(Canaries.ALL).hasSizeGreaterThanOrEqualTo(LEAST);
        Function<World, PureRules> healthy = world -> new PureRules(world, Closing.END_OF_INPUT);
        assertThat(Seeds.of(WORLDS, WORLDS).filter(seed -> differs(Worlds.of(seed), healthy)))
                .isEmpty();
    }

    static Stream<Arguments> canaries() {
        return Canaries.ALL.entrySet().stream().map(canary -> Arguments.of(canary.getKey(), canary.getValue()));
    }

    private static boolean differs(World world, Function<World, PureRules> canary) {
        PureRules rules = canary.apply(world);
        Settled audited = AUDITS.computeIfAbsent(
                new Audited(world.seed(), rules.closing()),
                key -> Settled.of(Audit.of(world.chain(), world.usage(), world.settings(key.closing()))));
        return !settle(rules).equals(Optional.of(audited));
    }

    /** Empty when the rules halt over their own mistake. */
    private static Optional<Settled> settle(PureRules rules) {
        try {
            return Optional.of(rules.settle());
        } catch (IllegalStateException | IllegalArgumentException halted) {
            return Optional.empty();
        }
    }
}
