package dev.tributary.settlement.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.PeriodLines;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.proving.Draft;
import dev.tributary.settlement.proving.Gate;
import dev.tributary.settlement.proving.Publication;
import dev.tributary.settlement.proving.Standing;
import dev.tributary.settlement.vault.Funds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes one unit of what is about to be proposed, a thousand times: the gate or a verification finds every one. */
final class TamperTest {
    private static final int TAMPERS = Boolean.getBoolean("tributary.slow") ? 20_000 : 1_000;
    private static final int EPOCHS = 3;

    private final long seed = Long.getLong("tributary.seed", 20_261_126);
    private final Random random = new Random(seed);
    private final LoggedEpochs truth = LoggedEpochs.random(random, EPOCHS, 9, 2);

    /** What one unit is changed of. */
    private enum Tamper {
        LINE,
        LINE_AND_TOTAL,
        LINES_SEALED_AGAIN,
        LINES_BY_A_WHOLE_UNIT_SEALED_AGAIN,
        LINE_AND_SUSPENSE_SEALED_AGAIN,
        ACCOUNT_TOTAL,
        ACCOUNT_TOTAL_BY_A_WHOLE_UNIT,
        LEAF_IN_FILE,
        NODE_IN_FILE,
        PLACE_IN_FILE,
        WHOLE_TREE,
        MANIFEST_FILE,
        PROVED_ROOT,
        PROVED_MANIFEST_HASH,
        PROPOSED_TOTAL
    }

    /** What the settlement run has before it signs, and where it published. */
    private final class Epoch {
        final long number = 1L + random.nextInt(EPOCHS);
        final Publication publication;
        BatchHeader header = truth.headers.get((int) number - 1);
        List<AccountLine> lines = new ArrayList<>(truth.lines.get((int) number - 1));
        final List<AccountTotal> before = totals(number - 1);
        List<AccountTotal> after = totals(number);
        String provedRoot = "";
        String provedHash = "";
        SortedMap<String, BigInteger> proposedTotals = new TreeMap<>();

        Epoch(Path folder) {
            publication = new Publication(folder);
        }

        Draft draft() {
            Standing standing = Standing.of(after);
            return new Draft(
                    new SealedPeriod(
                            number,
                            Instant.ofEpochMilli(header.periodStartMillis()),
                            Instant.ofEpochMilli(header.periodEndMillis()),
                            header.lineCount(),
                            header.linesHash(),
                            header.toCanonicalJson()),
                    header,
                    lines,
                    before,
                    after,
                    Optional.empty(),
                    List.of(new PeriodLines(Instant.ofEpochMilli(header.periodStartMillis()), true, 5, 5, 0)),
                    Optional.empty(),
                    standing.tree(),
                    standing.manifest(header, MerkleTree.EMPTY_ROOT));
        }

        void prove() {
            Draft draft = draft();
            publication.write(draft);
            provedRoot = draft.manifest().root();
            provedHash = draft.manifest().hash();
            proposedTotals = new TreeMap<>(draft.manifest().cumulativeTotals());
        }

        private List<AccountTotal> totals(long epoch) {
            return new RecomputedEpochs(truth.recomputed())
                    .at(epoch)
                    .map(at ->
                            (List<AccountTotal>) new ArrayList<>(at.standing().accounts()))
                    .orElseGet(ArrayList::new);
        }
    }

    @Test
    void everyTamperByOneUnitIsFoundBeforeSubmission(@TempDir Path folder) throws IOException {
        System.out.println("tamper seed " + seed);
        Epoch sound = new Epoch(folder);
        sound.prove();
        assertThat(foundBy(sound, folder)).as("a sound epoch").isEmpty();
        Map<Tamper, Map<String, Integer>> found = new EnumMap<>(Tamper.class);
        for (int i = 0; i < TAMPERS; i++) {
            Tamper tamper = Tamper.values()[i % Tamper.values().length];
            Epoch epoch = new Epoch(folder);
            apply(tamper, epoch);
            String by = foundBy(epoch, folder);
            assertThat(by).as("seed %d, tamper %d: %s", seed, i, tamper).isNotEmpty();
            found.computeIfAbsent(tamper, key -> new TreeMap<>()).merge(by, 1, Integer::sum);
        }
        found.forEach((tamper, by) -> System.out.println(tamper + " found by " + by));
        assertThat(found).hasSize(Tamper.values().length);
    }

    /** As the run does it: the gate, then what is signed against what was proved; then anybody's verification. */
    private String foundBy(Epoch epoch, Path folder) {
        try {
            Draft draft = epoch.draft();
            new Gate(LoggedEpochs.VAULT, funds(epoch), epoch.publication).check(draft);
            Gate.checkUnchanged(draft, epoch.provedRoot, epoch.provedHash, epoch.proposedTotals);
        } catch (SettlementException halt) {
            return "gate " + halt.problem();
        }
        Verification verification = new BatchVerifier(
                        truth.recomputed(), PublishedEpochs.at(folder.toString()), RootsOnChain.NONE)
                .verify(epoch.number);
        return verification.isSame() ? "" : "verification";
    }

    private static Map<String, Funds> funds(Epoch epoch) {
        Map<String, Funds> funds = new TreeMap<>();
        epoch.header
                .tokens()
                .forEach(totals -> funds.put(totals.token(), new Funds(BigInteger.TEN.pow(30), BigInteger.ZERO)));
        return funds;
    }

    private void apply(Tamper tamper, Epoch epoch) throws IOException {
        switch (tamper) {
            case LINE -> {
                epoch.prove();
                change(epoch, random.nextInt(epoch.lines.size()), unit());
            }
            case LINE_AND_TOTAL -> {
                int line = random.nextInt(epoch.lines.size());
                BigInteger unit = unit();
                change(epoch, line, unit);
                changeTotal(epoch, total(epoch, epoch.lines.get(line)), unit);
                epoch.prove();
            }
            case LINES_SEALED_AGAIN -> moveAndSeal(epoch, unit());
            case LINES_BY_A_WHOLE_UNIT_SEALED_AGAIN -> moveAndSeal(epoch, Units.NUMERATOR_PER_UNIT);
            case LINE_AND_SUSPENSE_SEALED_AGAIN -> {
                int line = random.nextInt(epoch.lines.size());
                BigInteger unit = unit();
                change(epoch, line, unit);
                changeTotal(epoch, total(epoch, epoch.lines.get(line)), unit);
                SortedMap<String, BigInteger> accrued = truth.accrued(epoch.number);
                accrued.merge(epoch.lines.get(line).token(), unit, BigInteger::add);
                epoch.header = LoggedEpochs.header(epoch.number, epoch.lines, accrued);
                epoch.prove();
            }
            case ACCOUNT_TOTAL -> {
                changeTotal(epoch, random.nextInt(epoch.after.size()), unit());
                epoch.prove();
            }
            case ACCOUNT_TOTAL_BY_A_WHOLE_UNIT -> {
                changeTotal(epoch, random.nextInt(epoch.after.size()), Units.NUMERATOR_PER_UNIT);
                epoch.prove();
            }
            case LEAF_IN_FILE -> {
                epoch.prove();
                List<Leaf> leaves = epoch.draft().tree().leaves();
                BigInteger amount = leaves.get(random.nextInt(leaves.size())).cumulative();
                edit(epoch.publication.treeFile(epoch.number), "\"" + amount + "\"", "\"" + amount.add(unit()) + "\"");
            }
            case NODE_IN_FILE -> {
                epoch.prove();
                changeDigit(epoch.publication.treeFile(epoch.number), "\"tree\":[", "],\"values\"");
            }
            case PLACE_IN_FILE -> {
                epoch.prove();
                int leaves = epoch.draft().tree().leaves().size();
                int place = leaves - 1 + random.nextInt(leaves);
                edit(
                        epoch.publication.treeFile(epoch.number),
                        "\"treeIndex\":" + place + "}",
                        "\"treeIndex\":" + (place + unit().intValue()) + "}");
            }
            case WHOLE_TREE -> {
                epoch.prove();
                List<AccountTotal> sound = epoch.after;
                epoch.after = new ArrayList<>(sound);
                changeTotal(epoch, random.nextInt(sound.size()), Units.NUMERATOR_PER_UNIT);
                epoch.publication.write(
                        epoch.number, epoch.draft().manifest(), epoch.draft().tree());
                epoch.after = sound;
            }
            case MANIFEST_FILE -> {
                epoch.prove();
                changeDigit(epoch.publication.manifestFile(epoch.number), "{", "}");
            }
            case PROVED_ROOT -> {
                epoch.prove();
                epoch.provedRoot = withOneDigitChanged(epoch.provedRoot, 2);
            }
            case PROVED_MANIFEST_HASH -> {
                epoch.prove();
                epoch.provedHash = withOneDigitChanged(epoch.provedHash, 2);
            }
            case PROPOSED_TOTAL -> {
                epoch.prove();
                epoch.proposedTotals.merge(epoch.proposedTotals.firstKey(), unit(), BigInteger::add);
            }
        }
    }

    private BigInteger unit() {
        return random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate();
    }

    /** Takes from one account what another gets, and seals it as if it had always been so. */
    private void moveAndSeal(Epoch epoch, BigInteger amount) {
        int from = random.nextInt(epoch.lines.size());
        int to = from;
        while (to == from
                || !epoch.lines.get(to).token().equals(epoch.lines.get(from).token())) {
            from = random.nextInt(epoch.lines.size());
            to = random.nextInt(epoch.lines.size());
        }
        change(epoch, from, amount.negate());
        change(epoch, to, amount);
        changeTotal(epoch, total(epoch, epoch.lines.get(from)), amount.negate());
        changeTotal(epoch, total(epoch, epoch.lines.get(to)), amount);
        epoch.header = LoggedEpochs.header(epoch.number, epoch.lines, truth.accrued(epoch.number));
        epoch.prove();
    }

    private static void change(Epoch epoch, int at, BigInteger by) {
        AccountLine line = epoch.lines.get(at);
        epoch.lines.set(
                at,
                new AccountLine(
                        line.period(),
                        line.token(),
                        line.account(),
                        line.numerator().add(by)));
    }

    private static void changeTotal(Epoch epoch, int at, BigInteger by) {
        AccountTotal total = epoch.after.get(at);
        epoch.after.set(
                at,
                new AccountTotal(
                        total.token(), total.account(), total.numerator().add(by)));
    }

    private static int total(Epoch epoch, AccountLine of) {
        int at = 0;
        while (!epoch.after.get(at).token().equals(of.token())
                || !epoch.after.get(at).account().equals(of.account())) {
            at++;
        }
        return at;
    }

    private void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    /** One hex digit somewhere between two marks. */
    private void changeDigit(Path file, String after, String before) throws IOException {
        String text = Files.readString(file);
        int from = text.indexOf(after) + after.length();
        int to = text.lastIndexOf(before);
        int at = from;
        do {
            at = from + random.nextInt(to - from);
        } while (Character.digit(text.charAt(at), 10) < 0);
        Files.writeString(file, text.substring(0, at) + other(text.charAt(at)) + text.substring(at + 1));
    }

    private String withOneDigitChanged(String hash, int from) {
        int at = from + random.nextInt(hash.length() - from);
        return hash.substring(0, at) + other(hash.charAt(at)) + hash.substring(at + 1);
    }

    private static char other(char digit) {
        return Character.forDigit((Character.digit(digit, 16) + 1) % 10, 10);
    }
}
