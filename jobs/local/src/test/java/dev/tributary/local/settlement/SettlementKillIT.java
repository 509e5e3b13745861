package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.Step;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SettlementKillIT {
    private static final long SEED = 31_337;
    private static DevChain chain;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BUMP_SIGNED", "BUMP_STORED", "HALT_STORED"})
    void aRunKilledAtAnyStepLeavesOneAcceptedRootAndNothingStuck(Step step, @TempDir Path folder) throws Exception {
        Settled settled = Settled.deploy(chain, database, folder);
        Random random = new Random(SEED);
        List<AccountLine> lines = settled.lines(1, random);
        settled.sealed.seal(1, lines);
        Killed killed = new Killed(step);

        int runs = 0;
        while (!settled.allFinal()) {
            assertThat(runs++).as("runs until settled").isLessThan(60);
            runUntilKilled(settled, killed);
            settled.letTimePass();
        }

        assertThat(killed.kills()).as("the step was reached").isPositive();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.ONE);
        assertThat(settled.nonces()).as("no gap").isEqualTo(List.of(0L, 1L));
        for (Map.Entry<String, BigInteger> account : numerators(lines).entrySet()) {
            assertThat(settled.claim(account.getKey()))
                    .isEqualTo(account.getValue().divide(Units.NUMERATOR_PER_UNIT));
        }
    }

    private static void runUntilKilled(Settled settled, Killed killed) throws Exception {
        killed.revive();
        try (SettlementRun run = settled.open("mortal", killed)) {
            Settled.retryWhileLeased(run);
        } catch (Killed expected) {
            assertThat(expected).isSameAs(killed);
        }
    }

    private static Map<String, BigInteger> numerators(List<AccountLine> lines) {
        return lines.stream().collect(Collectors.toMap(AccountLine::account, AccountLine::numerator, BigInteger::add));
    }
}
