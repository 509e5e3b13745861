package dev.tributary.settlement.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.PeriodLines;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.Funds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GateTest {
    private static final String TOKEN = "0x" + "aa".repeat(20);
    private static final String ALICE = "0x" + "01".repeat(20);
    private static final String BOB = "0x" + "02".repeat(20);
    private static final VaultId VAULT = new VaultId(31_337, "0x" + "cc".repeat(20));
    private static final BigInteger UNIT = BigInteger.TEN.pow(24);
    private static final BigInteger ZERO = BigInteger.ZERO;

    private Path folder;

    @BeforeEach
    void remember(@TempDir Path emptyFolder) {
        folder = emptyFolder;
    }

    /** A sound epoch: Alice had 5 units, gets 3, Bob gets 2; and what each test breaks of it. */
    private static final class Epoch {
        long chainId = VAULT.chainId();
        List<AccountLine> lines = List.of(line(ALICE, 3), line(BOB, 2));
        List<AccountLine> sealedLines = lines;
        BigInteger revenueMicro = BigInteger.valueOf(5_000_000);
        BigInteger fee = UNIT.multiply(BigInteger.TWO);
        BigInteger royalties = UNIT.multiply(BigInteger.TWO);
        BigInteger withdrawnMicro = BigInteger.valueOf(1_000_000);
        BigInteger receivedMicro = BigInteger.valueOf(14_000_000);
        BigInteger balancesMicro = BigInteger.valueOf(3_000_000);
        BigInteger suspense = UNIT;
        List<AccountTotal> before = List.of(total(ALICE, 5));
        List<AccountTotal> after = List.of(total(ALICE, 8), total(BOB, 2));
        Optional<Instant> earlierUnsealed = Optional.empty();
        List<PeriodLines> periodLines = List.of(periodLines(20_000, true, 7, 5, 2));
        Optional<Instant> unbalancedMinute = Optional.empty();
        Map<String, Funds> funds = Map.of(TOKEN, new Funds(BigInteger.TEN, BigInteger.valueOf(5)));

        Draft draft() {
            LinesDigest digest = LinesDigest.EMPTY;
            BigInteger sum = ZERO;
            for (AccountLine line : sealedLines) {
                digest = digest.plus(line);
                sum = sum.add(line.numerator());
            }
            TokenTotals totals = new TokenTotals(
                    TOKEN,
                    sum,
                    revenueMicro,
                    fee,
                    royalties,
                    ZERO,
                    ZERO,
                    ZERO,
                    ZERO,
                    withdrawnMicro,
                    receivedMicro,
                    balancesMicro,
                    suspense);
            BatchHeader header = new BatchHeader(
                    chainId,
                    VAULT.address(),
                    2,
                    20_000,
                    30_000,
                    sealedLines.size(),
                    digest.hex(),
                    List.of(totals),
                    List.of(7L),
                    9);
            SealedPeriod period = new SealedPeriod(
                    2,
                    Instant.ofEpochMilli(20_000),
                    Instant.ofEpochMilli(30_000),
                    sealedLines.size(),
                    digest.hex(),
                    header.toCanonicalJson());
            MerkleTree tree = MerkleTree.of(after.stream()
                    .map(total -> new Leaf(
                            total.account(), total.token(), total.numerator().divide(UNIT)))
                    .toList());
            BigInteger promised = tree.leaves().stream().map(Leaf::cumulative).reduce(ZERO, BigInteger::add);
            Manifest manifest = new Manifest(
                    header,
                    "1",
                    MerkleTree.EMPTY_ROOT,
                    tree.root(),
                    new TreeMap<>(Map.of(TOKEN, promised)),
                    new TreeMap<>(Map.of(TOKEN, ZERO)));
            return new Draft(
                    period,
                    header,
                    lines,
                    before,
                    after,
                    earlierUnsealed,
                    periodLines,
                    unbalancedMinute,
                    tree,
                    manifest);
        }
    }

    private static AccountLine line(String account, long units) {
        return new AccountLine(2, TOKEN, account, UNIT.multiply(BigInteger.valueOf(units)));
    }

    private static AccountTotal total(String account, long units) {
        return new AccountTotal(TOKEN, account, UNIT.multiply(BigInteger.valueOf(units)));
    }

    private static PeriodLines periodLines(
            long startMillis, boolean closed, long admitted, long counted, long rejected) {
        return new PeriodLines(Instant.ofEpochMilli(startMillis), closed, admitted, counted, rejected);
    }

    private void check(Epoch epoch) {
        Publication publication = new Publication(folder);
        Draft draft = epoch.draft();
        publication.write(draft);
        new Gate(VAULT, epoch.funds, publication).check(draft);
    }

    private void trips(Epoch epoch, Problem problem) {
        SettlementException halt = catchThrowableOfType(SettlementException.class, () -> check(epoch));
        assertThat(halt).isNotNull();
        assertThat(halt.problem()).as(halt.getMessage()).isEqualTo(problem);
    }

    @Test
    void aSoundEpochPasses() {
        assertThatCode(() -> check(new Epoch())).doesNotThrowAnyException();
    }

    @Test
    void aHeaderOfAnotherChainTrips() {
        Epoch epoch = new Epoch();
        epoch.chainId = 1;
        trips(epoch, Problem.HEADER_MISMATCH);
    }

    @Test
    void aLineThatWasNotSealedTrips() {
        Epoch epoch = new Epoch();
        epoch.lines = List.of(line(ALICE, 3), line(BOB, 2), line("0x" + "03".repeat(20), 1));
        trips(epoch, Problem.LINES_MISMATCH);
    }

    @Test
    void aUnitMovedFromOneLineToAnotherTrips() {
        Epoch epoch = new Epoch();
        epoch.lines = List.of(line(ALICE, 4), line(BOB, 1));
        trips(epoch, Problem.LINES_MISMATCH);
    }

    @Test
    void anEarlierPeriodWithoutASealTrips() {
        Epoch epoch = new Epoch();
        epoch.earlierUnsealed = Optional.of(Instant.ofEpochMilli(10_000));
        trips(epoch, Problem.LINES_PENDING);
    }

    @Test
    void aUsageLineThatIsNeitherCountedNorRefusedTrips() {
        Epoch epoch = new Epoch();
        epoch.periodLines = List.of(periodLines(20_000, true, 8, 5, 2));
        trips(epoch, Problem.LINES_UNACCOUNTED);
    }

    @Test
    void aUsageLineCountedTwiceTrips() {
        Epoch epoch = new Epoch();
        epoch.periodLines = List.of(periodLines(20_000, true, 7, 6, 2));
        trips(epoch, Problem.LINES_UNACCOUNTED);
    }

    @Test
    void usageLinesOfAnEarlierPeriodThatWaitTrip() {
        Epoch epoch = new Epoch();
        epoch.periodLines = List.of(periodLines(10_000, false, 3, 0, 0), periodLines(20_000, true, 7, 5, 2));
        trips(epoch, Problem.LINES_UNACCOUNTED);
    }

    @Test
    void aPeriodWhoseUsageLinesNobodyCountedTrips() {
        Epoch epoch = new Epoch();
        epoch.periodLines = List.of();
        trips(epoch, Problem.LINES_UNACCOUNTED);
    }

    @Test
    void aMinuteInWhichLinesAreMissingTrips() {
        Epoch epoch = new Epoch();
        epoch.unbalancedMinute = Optional.of(Instant.ofEpochMilli(25_000));
        trips(epoch, Problem.LINES_UNACCOUNTED);
    }

    @Test
    void aPeriodInWhichNothingWasUsedPasses() {
        Epoch epoch = new Epoch();
        epoch.periodLines = List.of(periodLines(20_000, true, 0, 0, 0));
        assertThatCode(() -> check(epoch)).doesNotThrowAnyException();
    }

    @Test
    void aBalanceThatDepositsAndSalesDoNotCoverTrips() {
        Epoch epoch = new Epoch();
        epoch.balancesMicro = BigInteger.valueOf(3_000_001);
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void suspenseThatLeftWithoutCreditingAnybodyTrips() {
        Epoch epoch = new Epoch();
        epoch.suspense = UNIT.subtract(BigInteger.ONE);
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void aDepositThatReachedNobodyTrips() {
        Epoch epoch = new Epoch();
        epoch.receivedMicro = BigInteger.valueOf(14_000_001);
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void aWithdrawalThatIsNotAmongTheLinesTrips() {
        Epoch epoch = new Epoch();
        epoch.withdrawnMicro = BigInteger.valueOf(1_000_001);
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void feesAndRoyaltiesThatAreNotTheSumOfTheLinesTrip() {
        Epoch epoch = new Epoch();
        epoch.fee = epoch.fee.add(BigInteger.ONE);
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void anAccountThatMovedByMoreThanItsLineTrips() {
        Epoch epoch = new Epoch();
        epoch.after = List.of(
                new AccountTotal(TOKEN, ALICE, total(ALICE, 8).numerator().add(BigInteger.ONE)), total(BOB, 2));
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void anAccountThatNoLineNamesTrips() {
        Epoch epoch = new Epoch();
        epoch.after = List.of(total(ALICE, 8), total(BOB, 2), total("0x" + "03".repeat(20), 1));
        trips(epoch, Problem.NOT_CONSERVED);
    }

    @Test
    void anAccountThatFellTrips() {
        Epoch epoch = new Epoch();
        epoch.lines = List.of(line(ALICE, -1), line(BOB, 6));
        epoch.sealedLines = epoch.lines;
        epoch.after = List.of(total(ALICE, 4), total(BOB, 6));
        trips(epoch, Problem.CUMULATIVE_FELL);
    }

    @Test
    void moreThanTheVaultReceivedTrips() {
        Epoch epoch = new Epoch();
        epoch.funds = Map.of(TOKEN, new Funds(BigInteger.valueOf(9), ZERO));
        trips(epoch, Problem.TOTAL_ABOVE_RECEIVED);
    }

    @Test
    void lessThanTheLastAcceptedRootPromisesTrips() {
        Epoch epoch = new Epoch();
        epoch.funds = Map.of(TOKEN, new Funds(BigInteger.valueOf(20), BigInteger.valueOf(11)));
        trips(epoch, Problem.TOTAL_BELOW_ACCEPTED);
    }

    @Test
    void aTokenThatTheVaultDoesNotListTrips() {
        Epoch epoch = new Epoch();
        epoch.funds = Map.of();
        trips(epoch, Problem.TOKEN_NOT_LISTED);
    }

    @Test
    void twoLeavesForOneAccountAndTokenTrip() {
        SettlementException halt = catchThrowableOfType(
                SettlementException.class, () -> Standing.of(List.of(total(ALICE, 1), total(ALICE, 2))));
        assertThat(halt.problem()).isEqualTo(Problem.DUPLICATE_LEAF);
    }

    @Test
    void aTreeFileWithOneUnitMoreTrips() throws IOException {
        Epoch epoch = new Epoch();
        Publication publication = new Publication(folder);
        Draft draft = epoch.draft();
        publication.write(draft);
        Path file = publication.treeFile(2);
        Files.writeString(file, Files.readString(file).replace("\"8\"", "\"9\""));
        SettlementException halt = catchThrowableOfType(
                SettlementException.class, () -> new Gate(VAULT, epoch.funds, publication).check(draft));
        assertThat(halt.problem()).isEqualTo(Problem.TREE_FILE_MISMATCH);
    }

    @Test
    void aSoundTreeFileOfOtherAmountsTrips() {
        Epoch epoch = new Epoch();
        Epoch other = new Epoch();
        other.after = List.of(total(ALICE, 8), total(BOB, 1));
        Publication publication = new Publication(folder);
        publication.write(other.draft());
        SettlementException halt = catchThrowableOfType(
                SettlementException.class, () -> new Gate(VAULT, epoch.funds, publication).check(epoch.draft()));
        assertThat(halt.problem()).isEqualTo(Problem.TREE_FILE_MISMATCH);
    }

    @Test
    void aManifestFileWithOneUnitMoreTrips() throws IOException {
        Epoch epoch = new Epoch();
        Publication publication = new Publication(folder);
        Draft draft = epoch.draft();
        publication.write(draft);
        Path file = publication.manifestFile(2);
        Files.writeString(
                file, Files.readString(file).replace("\"revenueMicro\":\"5000000\"", "\"revenueMicro\":\"5000001\""));
        SettlementException halt = catchThrowableOfType(
                SettlementException.class, () -> new Gate(VAULT, epoch.funds, publication).check(draft));
        assertThat(halt.problem()).isEqualTo(Problem.MANIFEST_FILE_MISMATCH);
    }
}
