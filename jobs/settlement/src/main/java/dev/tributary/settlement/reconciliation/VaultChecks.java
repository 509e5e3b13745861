package dev.tributary.settlement.reconciliation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the books and the tables agree with the vault at a finalized block. */
final class VaultChecks {
    private final Books books;
    private final VaultFacts vault;

    VaultChecks(Books books, VaultFacts vault) {
        this.books = books;
        this.vault = vault;
    }

    Finding epochsAreTheAcceptedRoots() {
        List<String> differences = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        SortedMap<Long, KnownEpoch> known = new TreeMap<>();
        books.epochs().forEach(epoch -> known.put(epoch.epoch(), epoch));
        long expected = 1;
        for (KnownEpoch epoch : known.values()) {
            for (; expected < epoch.epoch(); expected++) {
                differences.add("epoch " + expected + " is missing here, though there are later ones");
            }
            expected++;
            if (!epoch.sealed()) {
                differences.add("epoch " + epoch.epoch() + " has a state, but its sealed period is missing");
            }
        }
        long last = 0;
        for (VaultFacts.AcceptedRoot root : vault.roots()) {
            last = root.epoch();
            compare(root, known.get(root.epoch()), differences, notices);
        }
        long lastAccepted = last;
        known.values().stream()
                .filter(epoch -> epoch.isFinal() && epoch.epoch() > lastAccepted)
                .forEach(epoch -> differences.add("epoch " + epoch.epoch() + " is final here, but up to block "
                        + vault.blockNumber() + " the vault accepted no root for it or a later one"));
        return new Finding(
                "epochs = accepted roots",
                vault.roots().size() + " roots accepted, the last for epoch " + last + "; " + known.size()
                        + " epochs here",
                differences,
                notices);
    }

    private static void compare(
            VaultFacts.AcceptedRoot root,
            @org.jspecify.annotations.Nullable KnownEpoch known,
            List<String> differences,
            List<String> notices) {
        String what = "the vault accepted epoch " + root.epoch() + " in block " + root.blockNumber() + " with root "
                + root.root();
        if (known == null) {
            differences.add(what + "; there is no such epoch here");
        } else if (!root.root().equals(known.root())) {
            differences.add(what + "; here it has root " + known.root());
        } else if (!known.isFinal()) {
            notices.add(what + "; it is not final here yet, the next `tributary settle` sees it");
        }
    }

    Finding claimsAreThePayments() {
        List<String> differences = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        Map<String, KnownClaim> known = byKey(books.claims());
        long readTo = readTo();
        for (KnownClaim paid : vault.claims()) {
            KnownClaim here = known.remove(paid.key());
            if (here == null && paid.blockNumber() > readTo) {
                notices.add("not read from the chain's log yet: " + paid);
            } else if (here == null) {
                differences.add("the vault paid " + paid + "; there is no such claim here");
            } else if (!here.equals(paid)) {
                differences.add("the vault paid " + paid + "; here it is " + here);
            }
        }
        known.values().stream()
                .filter(claim -> claim.blockNumber() <= vault.blockNumber())
                .forEach(claim -> differences.add("the claim " + claim + " is here, but the vault never paid it"));
        return new Finding("claims = payments", vault.claims().size() + " payments", differences, notices);
    }

    /** To this block the chain's log is in the tables for certain: a period that ended there is sealed, or a later claim. */
    private long readTo() {
        long sealed = books.lastHeader()
                .map(header -> header.firstFinalizedBlockAfter())
                .orElse(0L);
        long claimed = books.claims().stream()
                .mapToLong(KnownClaim::blockNumber)
                .filter(block -> block <= vault.blockNumber())
                .max()
                .orElse(0L);
        return Math.max(sealed, claimed - 1);
    }

    private static Map<String, KnownClaim> byKey(List<KnownClaim> claims) {
        return claims.stream()
                .collect(Collectors.toMap(KnownClaim::key, claim -> claim, (one, other) -> one, LinkedHashMap::new));
    }

    Finding received() {
        return perToken("received = the vault's", (token, held) -> {
            BigInteger onBooks = BookChecks.sum(books, token, BookChecks.VAULT::equals, LedgerBalance::debited);
            BigInteger since = vault.receivedSince().getOrDefault(token, BigInteger.ZERO);
            return difference(
                    token,
                    "received",
                    held.received(),
                    onBooks.add(Amounts.numerator(since)),
                    "of it " + since + " since the books end");
        });
    }

    Finding accepted() {
        long lastRoot = vault.roots().isEmpty()
                ? 0
                : vault.roots().get(vault.roots().size() - 1).epoch();
        long lastPosted = books.lastHeader().map(header -> header.epoch()).orElse(0L);
        if (lastRoot != lastPosted) {
            return new Finding(
                    "accepted = the vault's",
                    "not compared: the books end with epoch " + lastPosted + ", the vault accepted epoch " + lastRoot,
                    List.of(),
                    List.of());
        }
        return perToken(
                "accepted = the vault's",
                (token, held) -> difference(
                        token,
                        "accepted",
                        held.accepted(),
                        BookChecks.sum(
                                books,
                                token,
                                account -> account.startsWith(BookChecks.PAYABLE),
                                LedgerBalance::credited),
                        "as payables"));
    }

    Finding claimed() {
        return perToken("claimed = the vault's", (token, held) -> {
            BigInteger onBooks = BookChecks.sum(books, token, BookChecks.VAULT::equals, LedgerBalance::credited);
            BigInteger late = late(token);
            return difference(
                    token,
                    "claimed",
                    held.claimed(),
                    onBooks.add(Amounts.numerator(late)),
                    "of it " + late + " that is only not read or posted yet");
        });
    }

    /** Payments that are only late: neither on the books nor, for certain, lost. */
    private BigInteger late(String token) {
        BigInteger unread = vault.claims().stream()
                .filter(claim -> claim.token().equals(token) && claim.blockNumber() > readTo())
                .filter(claim -> !byKey(books.claims()).containsKey(claim.key()))
                .map(KnownClaim::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger unposted = books.postingDifferences().stream()
                .filter(difference -> difference.posted() == null)
                .map(PostingDifference::due)
                .filter(due -> due != null && due.isClaim() && due.token().equals(token))
                .map(due -> due == null ? BigInteger.ZERO : due.amount())
                .reduce(BigInteger.ZERO, BigInteger::add);
        return unread.add(unposted.divide(Amounts.numerator(BigInteger.ONE)));
    }

    private interface TokenCheck {
        /** Empty when it agrees. */
        List<String> of(String token, VaultFacts.Token held);
    }

    private Finding perToken(String name, TokenCheck check) {
        List<String> differences = new ArrayList<>();
        vault.tokens().forEach((token, held) -> differences.addAll(check.of(token, held)));
        return new Finding(
                name, vault.tokens().size() + " tokens at block " + vault.blockNumber(), differences, List.of());
    }

    private static List<String> difference(
            String token, String what, BigInteger atVault, BigInteger here, String detail) {
        BigInteger expected = Amounts.numerator(atVault);
        if (here.equals(expected)) {
            return List.of();
        }
        return List.of("token " + token + ": the vault has " + what + " " + atVault + ", here it is "
                + Amounts.units(here) + " (" + detail + "); they differ by " + Amounts.units(here.subtract(expected)));
    }
}
