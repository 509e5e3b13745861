package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.chain.ChainEvent;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditHalt;
import dev.tributary.local.audit.AuditSettings;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.TokenTotal.Kind;
import dev.tributary.local.worlds.Halt.Seen;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.replay.ReplayHalted;
import dev.tributary.pipelines.royalties.ChainRules;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Worlds that must not be settled: the auditor, the rules, the job and a replay stop at the same thing. */
final class HaltsTest {
    private static final int WORLDS = 4;
    private static final int SLOWLY = 60;
    private static final String IMPOSSIBLE = "an impossible input";

    /** What the rules of the domain refuse: they have no codes, the operators give them. */
    private static final Set<Halt> WITHOUT_CODES = EnumSet.of(
            Halt.LINE_CUT_OFF,
            Halt.FROZEN_TWICE,
            Halt.RELEASED_TWICE,
            Halt.REGISTERED_TWICE,
            Halt.PARENT_UNKNOWN,
            Halt.PARENT_NAMED_TWICE,
            Halt.MORE_THAN_THE_WHOLE,
            Halt.SOLD_UNREGISTERED,
            Halt.NO_FEE,
            Halt.NO_TREASURY);

    @ParameterizedTest
    @EnumSource
    void theAuditorAndTheRulesHalt(Halt halt) {
        seeds(halt).limit(Seeds.of(WORLDS, SLOWLY).count()).forEach(seed -> {
            World world = halt.plantedIn(Worlds.of(seed));
            AuditSettings settings =
                    halt.seen == Seen.BY_A_REPLAY ? world.settingsOfReplay() : world.settings(Closing.END_OF_INPUT);
            assertThatThrownBy(() -> Audit.of(world.chain(), world.usage(), settings))
                    .as(world.toString())
                    .isInstanceOfSatisfying(
                            AuditHalt.class, halted -> assertThat(halted.code()).isEqualTo(halt.code));
            if (halt.seen == Seen.BY_THE_RULES) {
                assertThat(haltOf(new PureRules(world, Closing.END_OF_INPUT)))
                        .as(world.toString())
                        .isEqualTo(WITHOUT_CODES.contains(halt) ? IMPOSSIBLE : halt.code);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ofTheJob")
    void theJobHalts(Halt halt) {
        World world = halt.plantedIn(Worlds.of(anySeed(halt)));
        Throwable thrown = catchThrowable(() -> PipelineRun.of(world, 2));
        assertThat(thrown).as(world.toString()).isNotNull();
        assertThat(codeOf(thrown)).as(world.toString()).isEqualTo(halt.code);
    }

    @ParameterizedTest
    @EnumSource(
            value = Halt.class,
            names = {"EVENT_LOST", "TWO_REGISTRIES"})
    void aReplayHalts(Halt halt, @TempDir Path folder) {
        World world = halt.plantedIn(Worlds.of(anySeed(halt)));
        assertThatThrownBy(() -> ReplayWorldsTest.replay(world, 2, folder))
                .as(world.toString())
                .isInstanceOfSatisfying(
                        ReplayHalted.class, halted -> assertThat(halted.code()).isEqualTo(halt.code));
    }

    @Test
    void rulesThatPassOverAChangedBlockAreCaught() {
        assertThat(seeds(Halt.BLOCK_CHANGED).limit(WORLDS)).anySatisfy(seed -> {
            World world = Halt.BLOCK_CHANGED.plantedIn(Worlds.of(seed));
            assertThat(haltOf(new Canaries.Canary(world) {
                        @Override
                        ChainRules chain() {
                            return new ChainRules(World.CONTRACTS) {
                                @Override
                                protected boolean isChecked(ChainEvent event) {
                                    return false;
                                }
                            };
                        }
                    }))
                    .isNull();
        });
    }

    /** One for each code, or all if there is time. */
    static Stream<Halt> ofTheJob() {
        Set<String> codes = new HashSet<>();
        return Arrays.stream(Halt.values())
                .filter(halt -> halt.seen != Seen.BY_A_REPLAY)
                .filter(halt -> codes.add(halt.code) || Boolean.getBoolean("tributary.slow"));
    }

    /** Another one for many. */
    private static long anySeed(Halt halt) {
        return seeds(halt).skip(halt.name().length()).findFirst().orElseThrow();
    }

    /** Of worlds in which it can matter; a replay halts for impostors alone. */
    private static LongStream seeds(Halt halt) {
        LongStream all = Seeds.all();
        if (halt.seen == Seen.BY_A_REPLAY) {
            return all.filter(seed -> !ReplayWorldsTest.hasImpostors(seed));
        }
        return halt.code.equals("PLATFORM_TERMS_MISSING") ? all.filter(HaltsTest::fundsCharges) : all;
    }

    private static boolean fundsCharges(long seed) {
        World world = Worlds.of(seed);
        return new PureRules(world, Closing.END_OF_INPUT)
                .settle().batches().stream()
                        .flatMap(batch -> batch.totals().stream())
                        .anyMatch(total -> total.amounts()
                                        .getOrDefault(Kind.REVENUE, BigInteger.ZERO)
                                        .signum()
                                > 0);
    }

    /** What they halt for; null when they do not. */
    private static @Nullable String haltOf(PureRules rules) {
        try {
            rules.settle();
            return null;
        } catch (IllegalArgumentException | IllegalStateException impossible) {
            return IMPOSSIBLE;
        } catch (RuntimeException halted) {
            return codeOf(halted);
        }
    }

    private static @Nullable String codeOf(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettlementHalted halted) {
                return halted.code();
            }
        }
        return null;
    }
}
