package dev.tributary.bench.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.settlement.Leaf;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark on few accounts. Needs `npm ci` in the contracts folder. */
final class SettlementBenchIT {
    private static final List<Leaf> LEAVES = Accounts.leaves(300, 5);

    @Test
    void everyFigureIsThereAndTheTreesAreTheSame(@TempDir Path folder) throws Exception {
        System.setProperty("tributary.home", "../..");
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new SettlementCommand())
                .setOut(new PrintWriter(out, true))
                .execute(
                        "--accounts=3000",
                        "--peer-accounts=300",
                        "--lines=500",
                        "--rounds=2",
                        "--npm-rounds=2",
                        "--warm-ups=1",
                        "--json=" + folder.resolve("figures.json"));
        assertThat(exitCode).as(out.toString()).isZero();
        assertThat(out.toString().lines()).allMatch(row -> row.length() <= 120, "at most 120 columns");
        JsonNode figures =
                new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
        assertThat(figures.path("same").asBoolean()).isTrue();
        for (String ratio : List.of("limitRatio", "npmTreeRatio", "npmRatio", "batchRatio")) {
            JsonNode spread = figures.path(ratio);
            assertThat(spread.path("median").asDouble())
                    .as(ratio)
                    .isPositive()
                    .isBetween(spread.path("min").asDouble(), spread.path("max").asDouble());
        }
    }

    @Test
    void aPeerThatFoundAnotherRootOrOtherProofsIsNotPassedOver() {
        TreeContender ours = new TreeContender(LEAVES);
        TreeRound same = new TreeRound(1, 1, ours.run().root(), ours.proofs());
        TreeRound otherRoot = new TreeRound(1, 1, ours.proofs(), ours.proofs());
        TreeRound otherProofs =
                new TreeRound(1, 1, ours.run().root(), ours.run().root());
        assertThat(PeerRounds.measure(LEAVES, List.of(same, same), 0).isSame()).isTrue();
        assertThat(PeerRounds.measure(LEAVES, List.of(same, otherRoot), 0).isSame())
                .isFalse();
        assertThat(PeerRounds.measure(LEAVES, List.of(otherProofs, same), 0).isSame())
                .isFalse();
    }
}
