package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettlementRunIT {
    private static final long SEED = 20_261_123;
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Path folder;
    private Settled settled;
    private final Random random = new Random(SEED);

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

    @BeforeEach
    void deploy(@TempDir Path emptyFolder) throws Exception {
        folder = emptyFolder;
        settled = Settled.deploy(chain, database, folder);
    }

    @Test
    void theNewestEpochIsAcceptedForAllAndClaimsPayToTheLastUnit() throws Exception {
        Map<String, BigInteger> earned = new TreeMap<>();
        for (long epoch = 1; epoch <= 3; epoch++) {
            seal(epoch, earned);
        }
        settled.settle();
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.valueOf(3));

        seal(4, earned);
        settled.settle();
        assertThat(settled.acceptances())
                .extracting(Settled::epoch)
                .containsExactly(BigInteger.valueOf(3), BigInteger.valueOf(4));

        BigInteger paid = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> account : earned.entrySet()) {
            BigInteger payable = account.getValue().divide(Units.NUMERATOR_PER_UNIT);
            assertThat(settled.claim(account.getKey())).as(account.getKey()).isEqualTo(payable);
            paid = paid.add(payable);
        }
        String token = settled.marketplace.token();
        assertThat(settled.contract().claimedTotal(token).send()).isEqualTo(paid);
        assertThat(settled.contract().acceptedTotal(token).send()).isEqualTo(paid);
    }

    @Test
    void runningAgainChangesNothing() throws Exception {
        settled.sealed.seal(1, settled.lines(1, random));
        settled.settle();
        List<Batch> before = settled.batches();
        assertThat(settled.pass().changes()).isEmpty();
        assertThat(settled.batches()).isEqualTo(before);
        assertThat(settled.proposals()).hasSize(1);
    }

    @Test
    void theProposalWaitsForItsWindowAndForFinality() throws Exception {
        settled.sealed.seal(1, settled.lines(1, random));
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        chain.mine(3);
        settled.pass();
        assertThat(settled.state(1)).as("the window is open").isEqualTo(BatchState.PROPOSED);
        settled.letTimePass();
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.ACCEPTED);
        chain.mine(3);
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.FINAL);
        assertThat(Files.readString(folder.resolve("epochs/1/manifest.json")))
                .contains(settled.batches().get(0).root());
    }

    @Test
    void aFinalEpochThatIsHaltedStillPaysItsClaims() throws Exception {
        Map<String, BigInteger> earned = new TreeMap<>();
        seal(1, earned);
        settled.settle();
        seal(2, earned);
        settled.settle();
        Map<String, BigInteger> claimable = settled.claimable();
        assertThat(claimable.keySet()).isEqualTo(earned.keySet());

        settled.forgeFinalizedBlock();
        assertThatThrownBy(settled::pass).isInstanceOfSatisfying(SettlementException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.REORG_PAST_FINALITY));
        assertThat(settled.state(2)).isEqualTo(BatchState.HALTED);

        assertThat(settled.claimable()).isEqualTo(claimable);
        for (Map.Entry<String, BigInteger> account : earned.entrySet()) {
            assertThat(settled.claim(account.getKey()))
                    .as(account.getKey())
                    .isEqualTo(account.getValue().divide(Units.NUMERATOR_PER_UNIT));
        }
    }

    private void seal(long epoch, Map<String, BigInteger> earned) throws Exception {
        List<AccountLine> lines = new ArrayList<>(settled.lines(epoch, random));
        settled.sealed.seal(epoch, lines);
        lines.forEach(line -> earned.merge(line.account(), line.numerator(), BigInteger::add));
    }
}
