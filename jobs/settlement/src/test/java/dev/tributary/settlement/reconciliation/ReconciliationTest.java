package dev.tributary.settlement.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Units;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReconciliationTest {
    private static final String TOKEN = "0x" + "aa".repeat(20);
    private static final String ALICE = "0x" + "01".repeat(20);

    /** Alice was paid 3 of 5 in block 20; epoch 1 was accepted in block 10. What each test breaks of it. */
    private final List<LedgerBalance> balances = new ArrayList<>(
            List.of(balance("VAULT", 7, 3), balance("PAYER:" + ALICE, 5, 7), balance("PAYABLE:" + ALICE, 3, 5)));

    private final List<PostingDifference> postings = new ArrayList<>();
    private final List<KnownEpoch> epochs = new ArrayList<>(List.of(new KnownEpoch(1, true, true, true, "0x11")));
    private final List<KnownClaim> claims = new ArrayList<>(List.of(claim("0xc1", 3, 20)));
    private final List<VaultFacts.AcceptedRoot> roots =
            new ArrayList<>(List.of(new VaultFacts.AcceptedRoot(1, "0x11", 10)));
    private final List<KnownClaim> payments = new ArrayList<>(claims);
    private final TreeMap<String, BigInteger> since = new TreeMap<>();
    private long received = 7;
    private long claimed = 3;

    private static LedgerBalance balance(String account, long debited, long credited) {
        return new LedgerBalance(TOKEN, account, numerator(debited), numerator(credited));
    }

    private static BigInteger numerator(long units) {
        return Units.NUMERATOR_PER_UNIT.multiply(BigInteger.valueOf(units));
    }

    private static KnownClaim claim(String transaction, long amount, long block) {
        return new KnownClaim(transaction, 0, ALICE, TOKEN, BigInteger.valueOf(amount), block);
    }

    private List<Finding> findings() {
        TreeMap<String, VaultFacts.Token> tokens = new TreeMap<>();
        tokens.put(
                TOKEN,
                new VaultFacts.Token(BigInteger.valueOf(received), BigInteger.valueOf(5), BigInteger.valueOf(claimed)));
        Books books = new Books(balances, postings, epochs, claims, Optional.empty(), List.of());
        return Reconciliation.of(books, new VaultFacts(30, tokens, roots, payments, since));
    }

    private List<String> differences() {
        return findings().stream()
                .flatMap(finding -> finding.differences().stream())
                .toList();
    }

    private List<String> notices() {
        return findings().stream()
                .flatMap(finding -> finding.notices().stream())
                .toList();
    }

    @Test
    void whatAgreesHasNoDifferences() {
        assertThat(differences()).isEmpty();
        assertThat(notices()).isEmpty();
    }

    @Test
    void aPaymentThatTheLogHasNotToldYetIsOnlyLate() {
        payments.add(claim("0xc2", 2, 25));
        claimed = 5;
        assertThat(differences()).isEmpty();
        assertThat(notices()).singleElement().asString().startsWith("not read from the chain's log yet: 2 of ");
    }

    @Test
    void aPaymentBeforeOneThatIsKnownIsMissing() {
        payments.add(0, claim("0xc0", 2, 12));
        claimed = 5;
        assertThat(differences())
                .anyMatch(difference -> difference.startsWith("the vault paid 2 of " + TOKEN)
                        && difference.endsWith("there is no such claim here"))
                .anyMatch(difference -> difference.contains("the vault has claimed 5, here it is 3"));
    }

    @Test
    void aClaimThatIsNotPostedYetIsOnlyLate() {
        balances.set(0, balance("VAULT", 7, 0));
        balances.set(2, balance("PAYABLE:" + ALICE, 0, 5));
        postings.add(
                new PostingDifference(null, new Posting(1, "CLAIM", TOKEN, "PAYABLE:" + ALICE, "VAULT", numerator(3))));
        assertThat(differences()).isEmpty();
        assertThat(notices()).singleElement().asString().startsWith("not on the books yet: CLAIM of 3 base units");
    }

    @Test
    void aClaimThatTheVaultNeverPaidIsNamed() {
        claims.add(claim("0xff", 1, 21));
        assertThat(differences())
                .singleElement()
                .asString()
                .startsWith("the claim 1 of ")
                .endsWith("is here, but the vault never paid it");
    }

    @Test
    void aClaimOfAnotherAmountIsNamed() {
        claims.set(0, claim("0xc1", 4, 20));
        assertThat(differences()).singleElement().asString().contains("the vault paid 3 of ", "; here it is 4 of ");
    }

    @Test
    void whatCameInSinceTheBooksEndIsNoDifference() {
        received = 9;
        assertThat(differences()).singleElement().asString().contains("has received 9, here it is 7", "differ by -2");
        since.put(TOKEN, BigInteger.TWO);
        assertThat(differences()).isEmpty();
    }

    @Test
    void anAcceptedRootThatIsAnotherHereIsNamed() {
        roots.set(0, new VaultFacts.AcceptedRoot(1, "0x22", 10));
        assertThat(differences())
                .containsExactly("the vault accepted epoch 1 in block 10 with root 0x22; here it has root 0x11");
    }

    @Test
    void anAcceptedRootThatIsNotFinalHereYetIsOnlyLate() {
        epochs.set(0, new KnownEpoch(1, true, true, false, "0x11"));
        assertThat(differences()).isEmpty();
        assertThat(notices()).singleElement().asString().contains("it is not final here yet");
    }

    @Test
    void anEpochThatIsFinalHereAndWasNeverAcceptedIsNamed() {
        epochs.add(new KnownEpoch(2, true, true, true, "0x33"));
        assertThat(differences())
                .containsExactly("epoch 2 is final here, but up to block 30 the vault accepted no root"
                        + " for it or a later one");
    }

    @Test
    void epochsThatAreMissingInBetweenAreNamed() {
        epochs.add(new KnownEpoch(4, false, false, false, null));
        assertThat(differences())
                .containsExactly(
                        "epoch 2 is missing here, though there are later ones",
                        "epoch 3 is missing here, though there are later ones",
                        "epoch 4 has a state, but its sealed period is missing");
    }

    @Test
    void anAccountThatMoneyOnlyPassesThroughMustBeEmpty() {
        balances.add(balance("USAGE", 1, 2));
        balances.add(balance("TREASURY", 2, 1));
        assertThat(differences())
                .containsExactly(
                        "token " + TOKEN + ": USAGE was credited 2 and debited 1, and both must be equal",
                        "token " + TOKEN + ": TREASURY was credited 1 and debited 2, and both must be equal");
    }

    @Test
    void anAccountThatOwesTheVaultIsNamed() {
        balances.set(2, balance("PAYABLE:" + ALICE, 6, 5));
        balances.set(1, balance("PAYER:" + ALICE, 2, 7));
        assertThat(differences()).anyMatch(difference -> difference.contains("PAYABLE:" + ALICE + " stands at -1"));
    }
}
