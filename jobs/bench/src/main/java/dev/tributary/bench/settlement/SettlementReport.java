package dev.tributary.bench.settlement;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people see of the benchmark, and what machines get. */
final class SettlementReport {
    private static final double LIMIT_AIM = 1.5;
    private static final double PEER_AIM = 50;

    private final PrintWriter out;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    SettlementReport(PrintWriter out) {
        this.out = out;
    }

    void head(int accounts, int peerAccounts, int lines, int warmUps, int rounds) {
        out.printf(
                "Settlement: %,d accounts beside the limit of hashing, %,d beside npm, %,d lines staged%n",
                accounts, peerAccounts, lines);
        out.printf(
                "  machine     %d cores, Java %s%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
        out.printf("  rounds      %d to warm up, %d measured%n", warmUps, rounds);
        out.printf("%n%-58s %10s %10s %10s%n", "", "min", "median", "max");
        out.flush();
    }

    void trees(TreeRounds trees) {
        out.printf("%,d accounts, %d threads%n", trees.leaves(), trees.threads());
        row(
                "hashing alone: %,d Keccak calls".formatted(HashingLimit.calls(trees.leaves())),
                "limitSeconds",
                "s",
                trees.limit());
        row("tree", "treeSeconds", "s", trees.tree());
        row("all proofs", "proofsSeconds", "s", trees.proofs());
        aim(
                "tree and all proofs / hashing alone",
                "limitRatio",
                trees.ratio(),
                "at most " + LIMIT_AIM,
                trees.ratio().median() <= LIMIT_AIM);
    }

    void npmRound(TreeRound round) {
        out.printf("  npm         tree %.2f s, all proofs %.2f s%n", round.treeSeconds(), round.proofsSeconds());
        out.flush();
    }

    void peers(PeerRounds peers) {
        out.printf("npm @openzeppelin/merkle-tree%n");
        row("its tree", "npmTreeSeconds", "s", Spread.of(peers.npm().stream().mapToDouble(TreeRound::treeSeconds)));
        row(
                "its proofs",
                "npmProofsSeconds",
                "s",
                Spread.of(peers.npm().stream().mapToDouble(TreeRound::proofsSeconds)));
        row("our tree", "oursTreeSeconds", "s", Spread.of(peers.ours().stream().mapToDouble(TreeRound::treeSeconds)));
        row(
                "our proofs",
                "oursProofsSeconds",
                "s",
                Spread.of(peers.ours().stream().mapToDouble(TreeRound::proofsSeconds)));
        String least = "at least %.0f".formatted(PEER_AIM);
        aim(
                "its tree / ours",
                "npmTreeRatio",
                peers.treeRatio(),
                least,
                peers.treeRatio().median() >= PEER_AIM);
        aim(
                "its tree and all proofs / ours",
                "npmRatio",
                peers.ratio(),
                least,
                peers.ratio().median() >= PEER_AIM);
        out.printf("  roots and proofs are %s%n", peers.isSame() ? "the same" : "NOT THE SAME");
        figures.put("same", peers.isSame());
        out.flush();
    }

    void lines(int lines, LineRounds rounds) {
        out.printf("%,d lines into PostgreSQL%n", lines);
        row("by COPY, as the job does", "copySeconds", "s", Spread.of(Arrays.stream(rounds.copySeconds())));
        row(
                "by COPY once more, after a restore",
                "copyAgainSeconds",
                "s",
                Spread.of(Arrays.stream(rounds.againSeconds())));
        row("by a batch of upserts", "batchSeconds", "s", Spread.of(Arrays.stream(rounds.batchSeconds())));
        row("batch / COPY", "batchRatio", "x", Spread.ofRatios(rounds.batchSeconds(), rounds.copySeconds()));
    }

    Map<String, Object> figures() {
        return figures;
    }

    private void aim(String name, String key, Spread spread, String aim, boolean reached) {
        row(name, key, "x", spread);
        out.printf("  %-56s %s, %s%n", "", aim, reached ? "reached" : "MISSED");
        out.flush();
    }

    private void row(String name, String key, String unit, Spread spread) {
        figures.put(key, spread);
        out.printf(
                "  %-56s %8.3f %s %8.3f %s %8.3f %s%n",
                name, spread.min(), unit, spread.median(), unit, spread.max(), unit);
        out.flush();
    }
}
