package dev.tributary.bench.settlement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.domain.settlement.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scripts/bench settlement}. */
@Command(
        name = "settlement",
        mixinStandardHelpOptions = true,
        description = {
            "Builds the tree of many accounts with all its proofs, beside the time that its hashing alone takes and beside"
                    + " npm's @openzeppelin/merkle-tree, and stages lines in PostgreSQL by COPY beside a batch of upserts.",
            "Both trees must have the same root and proofs, or the exit code is 1."
        })
public final class SettlementCommand implements Callable<Integer> {
    @Option(
            names = "--accounts",
            defaultValue = "1000000",
            description = "Leaves of the tree beside the limit. Default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--peer-accounts",
            defaultValue = "100000",
            description = "Leaves of the tree beside npm's. Default: ${DEFAULT-VALUE}.")
    private int peerAccounts;

    @Option(names = "--lines", defaultValue = "200000", description = "Lines to stage. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--seed", defaultValue = "1", description = "Of the accounts. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured rounds of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--npm-rounds",
            defaultValue = "3",
            description = "Of npm, which takes most of the time, after one to warm up. Default: ${DEFAULT-VALUE}.")
    private int npmRounds;

    @Option(names = "--warm-ups", defaultValue = "3", description = "Rounds before them. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli, before it calls
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SettlementReport report = new SettlementReport(spec.commandLine().getOut());
        report.head(accounts, peerAccounts, lines, warmUps, rounds);
        NpmTree npm = new NpmTree(
                Path.of(System.getProperty("tributary.home", "."), "contracts").toAbsolutePath());
        TreeRounds trees = TreeRounds.measure(Accounts.leaves(accounts, seed), warmUps, rounds);
        report.trees(trees);
        PeerRounds peers = peers(npm, report);
        report.peers(peers);
        LineRounds staged = LineRounds.measure(Accounts.leaves(lines, seed), 1, rounds);
        report.lines(lines, staged);
        if (json != null) {
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report.figures());
        }
        return peers.isSame() ? 0 : 1;
    }

    private PeerRounds peers(NpmTree npm, SettlementReport report) throws IOException, InterruptedException {
        List<Leaf> leaves = Accounts.leaves(peerAccounts, seed);
        Path file = Files.createTempFile("tributary-bench-", ".leaves");
        try {
            Accounts.write(leaves, file);
            return PeerRounds.measure(leaves, npm.run(file, 1 + npmRounds, report::npmRound), warmUps);
        } finally {
            Files.delete(file);
        }
    }
}
