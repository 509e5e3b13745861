package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.TransactionState;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain that is final after five blocks, reorganised at every depth until then. */
final class ReorgDepthIT {
    private static final long SEED = 77;
    private static final int FINALITY = 5;
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
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anAcceptanceThatIsReorganisedAwayBeforeItIsFinalIsMadeAgainOnce(int depth, @TempDir Path folder)
            throws Exception {
        Settled settled = Settled.deploy(chain, database, folder);
        settled.confirmations = FINALITY;
        chain.mine(FINALITY);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
        settled.pass();
        chain.mine(FINALITY);
        settled.letTimePass();
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.ACCEPTED);
        String accepted = settled.newestAttempts().get(0).hash();
        if (depth > 1) {
            chain.mine(depth - 1);
        }
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.ACCEPTED);

        chain.command("anvil_reorg", depth, List.of());
        chain.command("evm_increaseTime", "0x" + Long.toHexString(Settled.WINDOW_SECONDS));
        assertThat(settled.acceptances()).isEmpty();
        settled.pass();
        assertThat(settled.newestAttempts())
                .as("the same bytes")
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.hash()).isEqualTo(accepted);
                    assertThat(attempt.sends()).isEqualTo(2);
                });
        for (int round = 0; round < 4; round++) {
            chain.mine(FINALITY);
            settled.pass();
        }
        assertThat(settled.state(1)).isEqualTo(BatchState.FINAL);
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.ONE);
        assertThat(settled.nonces()).isEqualTo(List.of(0L, 1L));
        assertThat(settled.transactionStates()).containsOnly(TransactionState.SUCCEEDED);
    }
}
