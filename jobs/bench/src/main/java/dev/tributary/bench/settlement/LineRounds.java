package dev.tributary.bench.settlement;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.connectors.DeploymentRows;
import dev.tributary.pipelines.connectors.LineStaging;
import java.io.IOException;
import java.util.List;

/**
 * Lines into PostgreSQL, a period each time: by COPY, by a batch of upserts, and by COPY again, as a restored job does.
 *
 * @param copySeconds of each round
 * @param againSeconds the same lines once more, by COPY
 * @param batchSeconds of as many lines
 */
@SuppressWarnings("ArrayRecordComponent") // of figures that are only read
record LineRounds(double[] copySeconds, double[] againSeconds, double[] batchSeconds) {
    private static final long CHAIN = 31_337;
    private static final String VAULT = "0x" + "c0".repeat(20);
    private static final long PATIENCE_MILLIS = 1_000;

    static LineRounds measure(List<Leaf> leaves, int warmUps, int rounds) throws IOException, InterruptedException {
        LineRounds measured = new LineRounds(new double[rounds], new double[rounds], new double[rounds]);
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            var login = database.login(DatabaseRole.JOBS);
            LineStaging staging = new LineStaging(new DeploymentRows(
                    new DatabaseAccess(
                            login.url(), login.user(), login.passwordFile().toString(), PATIENCE_MILLIS),
                    CHAIN,
                    VAULT));
            for (int round = -warmUps; round < rounds; round++) {
                long period = 2L * (round + warmUps);
                List<AccountLine> lines = lines(leaves, period);
                double copy = staging.copySeconds(lines);
                double again = staging.copySeconds(lines);
                double batch = staging.batchSeconds(lines(leaves, period + 1));
                if (round >= 0) {
                    measured.copySeconds[round] = copy;
                    measured.againSeconds[round] = again;
                    measured.batchSeconds[round] = batch;
                }
            }
        }
        return measured;
    }

    private static List<AccountLine> lines(List<Leaf> leaves, long period) {
        return leaves.stream()
                .map(leaf -> new AccountLine(
                        period, leaf.token(), leaf.account(), leaf.cumulative().multiply(Units.NUMERATOR_PER_UNIT)))
                .toList();
    }
}
