package dev.tributary.settlement.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.proving.Publication;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchVerifierTest {
    private static final Holder ALICE = new Holder(LoggedEpochs.token(0), LoggedEpochs.account(1));
    private static final Holder BOB = new Holder(LoggedEpochs.token(0), LoggedEpochs.account(2));

    /** Alice earns 2 and then 3, Bob 5 and then a half. */
    private final LoggedEpochs truth = epochs("2", "3");

    private Path folder;
    private RootsOnChain chain = RootsOnChain.NONE;

    @BeforeEach
    void remember(@TempDir Path emptyFolder) {
        folder = emptyFolder;
    }

    private static LoggedEpochs epochs(String first, String second) {
        return new LoggedEpochs()
                .add(new TreeMap<>(Map.of(ALICE, units(first), BOB, units("5"))))
                .add(new TreeMap<>(Map.of(ALICE, units(second), BOB, units("0.5"))));
    }

    private static BigInteger units(String amount) {
        return new java.math.BigDecimal(amount)
                .multiply(new java.math.BigDecimal(Units.NUMERATOR_PER_UNIT))
                .toBigIntegerExact();
    }

    private static RecomputedEpoch at(LoggedEpochs of, long epoch) {
        return new RecomputedEpochs(of.recomputed()).at(epoch).orElseThrow();
    }

    private static Manifest manifest(LoggedEpochs of, long epoch, String previousRoot) {
        RecomputedEpoch recomputed = at(of, epoch);
        return recomputed.standing().manifest(recomputed.header(), previousRoot);
    }

    private void publish(LoggedEpochs of) {
        for (long epoch = 1; epoch <= of.headers.size(); epoch++) {
            new Publication(folder)
                    .write(
                            epoch,
                            manifest(of, epoch, MerkleTree.EMPTY_ROOT),
                            at(of, epoch).standing().tree());
        }
    }

    private static RootsOnChain proposed(Manifest manifest, ProposedRoot.Stage stage) {
        return proposed(manifest, manifest.hash(), manifest.cumulativeTotals(), stage);
    }

    private static RootsOnChain proposed(
            Manifest manifest, String hash, SortedMap<String, BigInteger> totals, ProposedRoot.Stage stage) {
        long epoch = manifest.header().epoch();
        ProposedRoot root =
                new ProposedRoot(epoch, manifest.previousRoot(), manifest.root(), hash, 7, stage, Optional.of(totals));
        SortedMap<Long, String> accepted = new TreeMap<>();
        if (stage == ProposedRoot.Stage.ACCEPTED) {
            accepted.put(epoch, manifest.root());
        }
        return new RootsOnChain(accepted, new TreeMap<>(Map.of(epoch, root)));
    }

    private Verification verify(long epoch) {
        return new BatchVerifier(truth.recomputed(), PublishedEpochs.at(folder.toString()), chain).verify(epoch);
    }

    private String difference(long epoch) {
        return verify(epoch).difference().orElseThrow();
    }

    private void fails(long epoch, Problem problem, String message) {
        assertThatThrownBy(() -> verify(epoch))
                .isInstanceOfSatisfying(
                        SettlementException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(message);
    }

    @Test
    void whatTheLogsGiveIsTheSame() {
        publish(truth);
        chain = proposed(manifest(truth, 2, MerkleTree.EMPTY_ROOT), ProposedRoot.Stage.PENDING);
        Verification verification = verify(2);
        assertThat(verification.difference()).isEmpty();
        assertThat(verification.compared())
                .anyMatch(same -> same.startsWith("tree.json, 2 leaves"))
                .anyMatch(same -> same.startsWith("manifest.json"))
                .anyMatch(same -> same.contains("inside its challenge window"))
                .anyMatch(same -> same.startsWith("manifest hash"))
                .anyMatch(same -> same.startsWith("totals of 1 tokens"));
        assertThat(verification.manifest().root())
                .isEqualTo(at(truth, 2).standing().tree().root());
    }

    @Test
    void anAmountThatDiffersIsTracedToTheEpochAndLineItComesFrom() {
        publish(epochs("3", "3"));
        assertThat(difference(2))
                .isEqualTo("account " + ALICE.account() + " in token " + ALICE.token()
                        + ": published 6, recomputed 5; the difference comes from epoch 1, where the published amount"
                        + " moved from 0 to 3 while its line, recomputed, is " + units("2")
                        + " of 10^-24 base units, which makes it 2");
    }

    @Test
    void withoutTheEarlierTreesItIsSaidThatTheOriginIsUnknown() throws IOException {
        publish(epochs("2", "4"));
        Files.delete(folder.resolve("1/tree.json"));
        assertThat(difference(2)).contains("published 6, recomputed 5", "cannot be said where it began");
    }

    @Test
    void linesThatDifferByLessThanAUnitShowInTheManifest() {
        publish(epochs("2", "3.000000000000000000000001"));
        assertThat(difference(2))
                .startsWith("manifest.json of epoch 2, linesHash: published 0x")
                .endsWith("the lines of this epoch are not those that the logs give");
    }

    @Test
    void aTotalThatDiffersIsNamedByItsToken() throws IOException {
        publish(truth);
        edit("2/manifest.json", "\"writtenOffMicro\":\"2\"", "\"writtenOffMicro\":\"3\"");
        assertThat(difference(2))
                .isEqualTo("manifest.json of epoch 2, totals[token " + ALICE.token()
                        + "].writtenOffMicro: published 3, recomputed 2");
    }

    @Test
    void aManifestInOtherBytesDiffers() throws IOException {
        publish(truth);
        edit("2/manifest.json", "{\"chainId\"", "{ \"chainId\"");
        edit("2/manifest.json", "{\"cumulativeTotals\"", "{ \"cumulativeTotals\"");
        assertThat(difference(2)).contains("right things in other bytes");
    }

    @Test
    void aTreeWhoseNodesAreNotItsValuesDiffers() throws IOException {
        publish(truth);
        String root = at(truth, 2).standing().tree().root();
        edit("2/tree.json", root, "0x" + "12".repeat(32));
        assertThat(difference(2))
                .contains("tree.json of epoch 2 has the right amounts, but contradicts itself: its node 0 is ");
    }

    @Test
    void twoLeavesOfOneAccountDiffer() throws IOException {
        publish(truth);
        edit("2/tree.json", BOB.account(), ALICE.account());
        assertThat(difference(2)).contains("has two leaves for account " + ALICE.account());
    }

    @Test
    void aRootOnChainThatDiffersIsFoundWithoutFiles() {
        chain = proposed(manifest(epochs("2", "4"), 2, MerkleTree.EMPTY_ROOT), ProposedRoot.Stage.PENDING);
        assertThat(difference(2)).startsWith("the root proposed in block 7").contains("--published");
    }

    @Test
    void aManifestHashThatDiffersIsFound() {
        Manifest manifest = manifest(truth, 2, MerkleTree.EMPTY_ROOT);
        chain = proposed(manifest, "0x" + "12".repeat(32), manifest.cumulativeTotals(), ProposedRoot.Stage.ACCEPTED);
        assertThat(difference(2)).startsWith("the root is right, but the manifest proposed");
    }

    @Test
    void totalsThatDifferAreFound() {
        Manifest manifest = manifest(truth, 2, MerkleTree.EMPTY_ROOT);
        SortedMap<String, BigInteger> totals = new TreeMap<>(Map.of(ALICE.token(), BigInteger.valueOf(11)));
        chain = proposed(manifest, manifest.hash(), totals, ProposedRoot.Stage.PENDING);
        assertThat(difference(2))
                .startsWith("root and manifest are right, but the totals proposed")
                .contains("=11}", "=10}");
    }

    @Test
    void aProposalOnTopOfAWrongRootDiffers() {
        LoggedEpochs wrong = epochs("1", "4");
        String base = at(wrong, 1).standing().tree().root();
        RootsOnChain first = proposed(manifest(wrong, 1, MerkleTree.EMPTY_ROOT), ProposedRoot.Stage.ACCEPTED);
        RootsOnChain second = proposed(manifest(truth, 2, base), ProposedRoot.Stage.PENDING);
        chain = new RootsOnChain(first.accepted(), second.newest());
        assertThat(difference(2)).contains("stands on the root accepted for epoch 1", "verify-batch 1");
        chain = new RootsOnChain(new TreeMap<>(), second.newest());
        assertThat(difference(2)).contains("which the vault never accepted");
    }

    @Test
    void aRevokedProposalIsComparedAndSaidToBeRevoked() {
        chain = proposed(manifest(truth, 1, MerkleTree.EMPTY_ROOT), ProposedRoot.Stage.REVOKED);
        assertThat(verify(1).compared()).anyMatch(same -> same.contains("revoked by the guardian"));
    }

    @Test
    void anEpochThatAnotherCoversIsPointedTo() {
        chain = proposed(manifest(truth, 2, MerkleTree.EMPTY_ROOT), ProposedRoot.Stage.ACCEPTED);
        fails(1, Problem.NOT_FOUND, "epoch 2, accepted, covers it");
        fails(3, Problem.NOT_FOUND, "not proposed");
        publish(truth);
        assertThat(verify(1).difference()).isEmpty();
    }

    @Test
    void logsThatEndTooEarlyAreNotADifference() {
        publish(truth);
        BatchHeader last = truth.headers.get(1);
        truth.headers.set(
                1,
                new BatchHeader(
                        last.chainId(),
                        last.vault(),
                        2,
                        last.periodStartMillis(),
                        last.periodEndMillis(),
                        last.lineCount(),
                        last.linesHash(),
                        last.tokens(),
                        List.of(20L, -1L),
                        last.firstFinalizedBlockAfter()));
        fails(2, Problem.LOGS_TOO_SHORT, "first offsets [20, -1]");
        truth.headers.remove(1);
        fails(2, Problem.LOGS_TOO_SHORT, "they give 1 epochs");
        assertThat(verify(1).difference()).isEmpty();
    }

    @Test
    void filesAreReadFromAWebServerToo() throws IOException {
        publish(truth);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] body = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            PublishedEpochs web =
                    PublishedEpochs.at("http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(web.manifest(3)).isEmpty();
            assertThat(new BatchVerifier(truth.recomputed(), web, chain)
                            .verify(2)
                            .compared())
                    .anyMatch(same -> same.startsWith("manifest.json"));
        } finally {
            server.stop(0);
        }
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }
}
