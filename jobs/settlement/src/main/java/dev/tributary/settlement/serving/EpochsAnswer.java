package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.PublishedManifest;
import dev.tributary.settlement.ledger.PublishedTree;
import dev.tributary.settlement.ledger.VaultId;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/epochs}, and the tree and the manifest of each. */
final class EpochsAnswer {
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final Ledger ledger;
    private final VaultId vault;

    EpochsAnswer(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    /** Newest first; {@code next} is the {@code before} of the next page, and left out on the last. */
    void page(Context context) {
        Question question = new Question(context, "before", "limit");
        long before = question.number("before", Long.MAX_VALUE, Long.MAX_VALUE);
        int limit = (int) question.number("limit", PAGE, LARGEST_PAGE);
        List<EpochStatus> found = ledger.read(session -> EpochStatus.before(session, vault, before, limit + 1));
        List<EpochStatus> shown = found.subList(0, Math.min(limit, found.size()));
        Map<String, Object> json = new TreeMap<>();
        json.put("epochs", shown.stream().map(EpochsAnswer::epoch).toList());
        if (found.size() > limit) {
            json.put("next", shown.get(limit - 1).epoch());
        }
        Answer.json(context, CanonicalJson.write(json), Answer.REVALIDATE);
    }

    /** The stored bytes as they are for who takes gzip. */
    void tree(Context context) {
        long epoch = new Question(context).epoch();
        PublishedTree tree = ledger.read(session -> PublishedTree.of(session, vault, epoch))
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_FOUND,
                        "Epoch " + epoch + " has no tree.",
                        "It is not sealed or not proved yet; /v1/epochs shows where the epochs stand."));
        context.header("Cache-Control", tree.isLasting() ? Answer.FOR_EVER : Answer.REVALIDATE);
        context.header("Vary", "Accept-Encoding");
        boolean packed = takesGzip(context.header("Accept-Encoding"));
        if (Answer.isKnown(context, "\"" + tree.root() + (packed ? "-gzip\"" : "\""))) {
            return;
        }
        context.contentType("application/json");
        if (packed) {
            context.header("Content-Encoding", "gzip").result(tree.dump());
            return;
        }
        try {
            context.result(new GZIPInputStream(tree.dump()));
        } catch (IOException e) {
            throw new IllegalStateException("the dump of epoch " + epoch + " cannot be unpacked", e);
        }
    }

    /** The very text that was hashed. */
    void manifest(Context context) {
        long epoch = new Question(context).epoch();
        PublishedManifest manifest = ledger.read(session -> PublishedManifest.of(session, vault, epoch))
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_FOUND,
                        "Epoch " + epoch + " has no manifest.",
                        "It is not sealed or not proved yet; /v1/epochs shows where the epochs stand."));
        Answer.json(context, manifest.text(), manifest.isLasting() ? Answer.FOR_EVER : Answer.REVALIDATE);
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.contains("gzip") && !accepted.matches(".*gzip;\\s*q=0(\\.0*)?\\s*(,.*)?");
    }

    private static Map<String, Object> epoch(EpochStatus epoch) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "epoch", epoch.epoch(),
                "revision", epoch.revision(),
                "state", epoch.state(),
                "periodStart", epoch.periodStart(),
                "periodEnd", epoch.periodEnd(),
                "lineCount", epoch.lineCount()));
        putIfKnown(json, "root", epoch.root());
        putIfKnown(json, "manifestHash", epoch.manifestHash());
        putIfKnown(json, "leafCount", epoch.leafCount());
        putIfKnown(json, "halt", epoch.haltCode());
        return json;
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
