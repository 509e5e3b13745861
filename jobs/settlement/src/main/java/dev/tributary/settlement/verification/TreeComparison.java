package dev.tributary.settlement.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.settlement.proving.TreeFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a published tree with the recomputed one: amounts first, then the form. */
final class TreeComparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PublishedEpochs published;
    private final RecomputedEpochs recomputed;

    TreeComparison(PublishedEpochs published, RecomputedEpochs recomputed) {
        this.published = published;
        this.recomputed = recomputed;
    }

    /** @param treeFile empty when it is not published; then nothing differs */
    Optional<String> first(long epoch, RecomputedEpoch ours, Optional<String> treeFile, List<String> compared) {
        if (treeFile.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Holder, BigInteger> theirs;
        try {
            theirs = amounts(treeFile.get());
        } catch (IllegalArgumentException e) {
            return Optional.of("tree.json of epoch " + epoch + " " + e.getMessage());
        }
        Optional<String> difference = amountDiffers(
                        epoch, theirs, amounts(ours.standing().tree().leaves()))
                .or(() -> formDiffers(epoch, ours, treeFile.get()));
        if (difference.isEmpty()) {
            compared.add("tree.json, " + theirs.size() + " leaves, byte for byte");
        }
        return difference;
    }

    private Optional<String> amountDiffers(
            long epoch, SortedMap<Holder, BigInteger> theirs, SortedMap<Holder, BigInteger> ours) {
        SortedSet<Holder> holders = new TreeSet<>(theirs.keySet());
        holders.addAll(ours.keySet());
        return holders.stream()
                .filter(holder -> !amount(theirs, holder).equals(amount(ours, holder)))
                .findFirst()
                .map(holder -> holder + ": published " + amount(theirs, holder) + ", recomputed " + amount(ours, holder)
                        + "; " + origin(epoch, holder));
    }

    /** The first epoch after which the account stands otherwise than recomputed, and its line there. */
    private String origin(long last, Holder holder) {
        BigInteger before = BigInteger.ZERO;
        for (long epoch = 1; epoch <= last; epoch++) {
            Optional<BigInteger> theirs = publishedAmount(epoch, holder);
            if (theirs.isEmpty()) {
                return "the tree of epoch " + epoch + " is not published there, so it cannot be said where it began";
            }
            BigInteger ours = recomputed
                    .at(epoch)
                    .map(recomputedEpoch ->
                            amount(amounts(recomputedEpoch.standing().tree().leaves()), holder))
                    .orElse(BigInteger.ZERO);
            if (!theirs.get().equals(ours)) {
                return "the difference comes from epoch " + epoch + ", where the published amount moved from " + before
                        + " to " + theirs.get() + " while its line, recomputed, is " + recomputed.line(epoch, holder)
                        + " of 10^-24 base units, which makes it " + ours;
            }
            before = theirs.get();
        }
        return "every earlier tree agrees";
    }

    private Optional<BigInteger> publishedAmount(long epoch, Holder holder) {
        try {
            return published.tree(epoch).map(tree -> amount(amounts(tree), holder));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> formDiffers(long epoch, RecomputedEpoch ours, String text) {
        String expected = ours.standing().tree().dump();
        if (text.equals(expected)) {
            return Optional.empty();
        }
        String what = "tree.json of epoch " + epoch + " has the right amounts, but ";
        try {
            String root = TreeFile.recomputeRoot(text);
            return Optional.of(
                    what + "is not the file that they give: it differs at byte " + firstDifference(text, expected)
                            + " of " + text.length() + " (its values have root " + root + ")");
        } catch (IOException | RuntimeException e) {
            return Optional.of(what + "contradicts itself: " + e.getMessage());
        }
    }

    private static int firstDifference(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private static SortedMap<Holder, BigInteger> amounts(Collection<Leaf> leaves) {
        SortedMap<Holder, BigInteger> amounts = new TreeMap<>();
        leaves.forEach(leaf -> amounts.put(new Holder(leaf.token(), leaf.account()), leaf.cumulative()));
        return amounts;
    }

    /** @throws IllegalArgumentException saying what is wrong with the file */
    private static SortedMap<Holder, BigInteger> amounts(String treeFile) {
        JsonNode dump;
        try {
            dump = JSON.readTree(treeFile);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
        SortedMap<Holder, BigInteger> amounts = new TreeMap<>();
        for (JsonNode entry : dump.path("values")) {
            JsonNode value = entry.path("value");
            Holder holder = new Holder(
                    value.path(1).asText().toLowerCase(Locale.ROOT),
                    value.path(0).asText().toLowerCase(Locale.ROOT));
            BigInteger amount;
            try {
                amount = new BigInteger(value.path(2).asText());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("has a leaf without a whole amount: " + value, e);
            }
            BigInteger other = amounts.put(holder, amount);
            if (other != null) {
                throw new IllegalArgumentException(
                        "has two leaves for " + holder + ", of " + other + " and of " + amount);
            }
        }
        return amounts;
    }

    private static BigInteger amount(SortedMap<Holder, BigInteger> amounts, Holder holder) {
        @Nullable BigInteger amount = amounts.get(holder);
        return amount == null ? BigInteger.ZERO : amount;
    }
}
