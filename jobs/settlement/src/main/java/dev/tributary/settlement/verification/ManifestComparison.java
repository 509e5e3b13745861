package dev.tributary.settlement.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tributary.domain.settlement.Manifest;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Compares a published manifest with the recomputed one, member by member. */
final class ManifestComparison {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINES_HASH = "linesHash";

    private ManifestComparison() {}

    /** As the file says it; "" where it says nothing. */
    static String previousRoot(String manifestFile) {
        return parse(manifestFile).path("previousRoot").asText();
    }

    /** @param manifestFile empty when it is not published; then nothing differs */
    static Optional<String> first(
            Manifest ours,
            Optional<String> manifestFile,
            PublishedEpochs published,
            RecomputedEpochs recomputed,
            List<String> compared) {
        String expected = ours.canonicalJson();
        if (manifestFile.isEmpty()) {
            return Optional.empty();
        }
        if (manifestFile.get().equals(expected)) {
            compared.add("manifest.json, byte for byte");
            return Optional.empty();
        }
        long epoch = ours.header().epoch();
        String file = "manifest.json of epoch " + epoch;
        JsonNode theirs = parse(manifestFile.get());
        if (!theirs.isObject()) {
            return Optional.of(file + " is not JSON");
        }
        Optional<String> member = member("", theirs, parse(expected));
        if (member.isEmpty()) {
            return Optional.of(file + " says the right things in other bytes, so that its hash is another");
        }
        boolean linesDiffer =
                !theirs.path(LINES_HASH).asText().equals(ours.header().linesHash());
        return Optional.of(
                file + ", " + member.get() + (linesDiffer ? "; " + firstOtherLines(epoch, published, recomputed) : ""));
    }

    private static String firstOtherLines(long last, PublishedEpochs published, RecomputedEpochs recomputed) {
        for (long epoch = 1; epoch < last; epoch++) {
            Optional<String> theirs = published
                    .manifest(epoch)
                    .map(file -> parse(file).path(LINES_HASH).asText());
            Optional<String> ours = recomputed.at(epoch).map(at -> at.header().linesHash());
            if (theirs.isPresent() && !theirs.equals(ours)) {
                return "the lines differ since epoch " + epoch;
            }
        }
        return "the lines of this epoch are not those that the logs give";
    }

    /** The first member that differs, depth first, by name. */
    private static Optional<String> member(String path, JsonNode theirs, JsonNode ours) {
        if (theirs.equals(ours)) {
            return Optional.empty();
        }
        if (theirs.isObject() && ours.isObject()) {
            NavigableSet<String> names = new TreeSet<>();
            theirs.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            return names.stream()
                    .map(name -> member(path.isEmpty() ? name : path + "." + name, theirs.path(name), ours.path(name)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (theirs.isArray() && ours.isArray()) {
            for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
                Optional<String> found = member(element(path, i, ours), theirs.path(i), ours.path(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.of(path + ": published " + shown(theirs) + ", recomputed " + shown(ours));
    }

    /** Totals are known by their token, the rest by its place. */
    private static String element(String path, int place, JsonNode array) {
        String token = array.path(place).path("token").asText();
        return path + "[" + (token.isEmpty() ? place : "token " + token) + "]";
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.isTextual() ? node.textValue() : node.toString();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
