package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.rules.BatchState;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a chain and a database of its own, which are of no use afterwards. */
final class DeepReorgIT {
    private static final long SEED = 7;

    @Test
    void aReorgPastFinalityHaltsAndNothingIsSent(@TempDir Path folder) throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
                EmbeddedDatabase database = EmbeddedDatabase.start()) {
            Settled settled = Settled.deploy(chain, database, folder);
            settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
            settled.pass();
            chain.mine(6);
            settled.pass();
            chain.command("anvil_reorg", 7, List.of());
            chain.mine(1);
            assertThatThrownBy(settled::pass)
                    .isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                            .isEqualTo(Problem.REORG_PAST_FINALITY));
            assertThat(settled.state(1)).isEqualTo(BatchState.HALTED);
            assertThat(settled.nonces()).isEqualTo(List.of(0L));
            assertThat(settled.proposals()).isEmpty();
        }
    }
}
