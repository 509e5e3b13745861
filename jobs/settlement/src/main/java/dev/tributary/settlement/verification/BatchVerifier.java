package dev.tributary.settlement.verification;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what an epoch was published and proposed as with what the two logs give. The files come first, since they can
 * tell who has what; the chain, which holds hashes and totals, comes last.
 */
public final class BatchVerifier {
    private final RecomputedEpochs recomputed;
    private final PublishedEpochs published;
    private final RootsOnChain chain;

    public BatchVerifier(RecomputedBatches batches, PublishedEpochs published, RootsOnChain chain) {
        this.recomputed = new RecomputedEpochs(batches);
        this.published = published;
        this.chain = chain;
    }

    /**
     * @throws SettlementException {@link Problem#LOGS_TOO_SHORT} when the epoch cannot be computed yet, and
     *     {@link Problem#NOT_FOUND} when there is nothing to compare it with
     */
    public Verification verify(long epoch) {
        Optional<ProposedRoot> proposed = Optional.ofNullable(chain.newest().get(epoch));
        Optional<String> manifestFile = published.manifest(epoch);
        Optional<String> treeFile = published.tree(epoch);
        if (proposed.isEmpty() && manifestFile.isEmpty() && treeFile.isEmpty()) {
            throw nothingToCompare(epoch);
        }
        RecomputedEpoch ours = complete(epoch);
        String previousRoot = previousRoot(epoch, proposed, manifestFile);
        Manifest manifest = ours.standing().manifest(ours.header(), previousRoot);
        List<String> compared = new ArrayList<>();
        Optional<String> difference = new TreeComparison(published, recomputed)
                .first(epoch, ours, treeFile, compared)
                .or(() -> ManifestComparison.first(manifest, manifestFile, published, recomputed, compared))
                .or(() -> proposed.flatMap(root -> onChain(manifest, root, compared)))
                .or(() -> baseDiffers(epoch, previousRoot, compared));
        return new Verification(manifest, ours.standing().tree(), List.copyOf(compared), difference);
    }

    private RecomputedEpoch complete(long epoch) {
        RecomputedEpoch ours =
                recomputed.at(epoch).orElseThrow(() -> tooShort(epoch, "they give " + recomputed.count() + " epochs"));
        BatchHeader header = ours.header();
        if (!RecomputedBatches.isComplete(header)) {
            throw tooShort(
                    epoch,
                    "its period ends at " + java.time.Instant.ofEpochMilli(header.periodEndMillis())
                            + ", and behind it the logs have: first offsets " + header.firstOffsetsAfter()
                            + ", first finalized block " + header.firstFinalizedBlockAfter() + " (-1: none)");
        }
        return ours;
    }

    /** What the chain says; before there is a proposal, what the file says if it can be true. */
    private String previousRoot(long epoch, Optional<ProposedRoot> proposed, Optional<String> manifestFile) {
        if (proposed.isPresent()) {
            return proposed.get().previousRoot();
        }
        return manifestFile
                .map(ManifestComparison::previousRoot)
                .filter(root -> chain.wasAcceptedBefore(epoch, root))
                .orElseGet(() -> chain.acceptedBefore(epoch));
    }

    private static Optional<String> onChain(Manifest manifest, ProposedRoot proposed, List<String> compared) {
        String where = " proposed in block " + proposed.blockNumber() + ", "
                + proposed.stage().words();
        if (!proposed.root().equals(manifest.root())) {
            return Optional.of("the root" + where + ", is " + proposed.root() + ", recomputed " + manifest.root()
                    + ". With --published DIR it can be said whose amount differs");
        }
        compared.add("root " + proposed.root() + where);
        if (!proposed.manifestHash().equals(manifest.hash())) {
            return Optional.of("the root is right, but the manifest" + where + ", has hash " + proposed.manifestHash()
                    + ", recomputed " + manifest.hash() + ". With --published DIR it can be said which member differs");
        }
        compared.add("manifest hash " + proposed.manifestHash());
        if (proposed.totals().isEmpty()) {
            return Optional.empty();
        }
        if (!proposed.totals().get().equals(manifest.cumulativeTotals())) {
            return Optional.of("root and manifest are right, but the totals" + where + ", are "
                    + proposed.totals().get() + ", recomputed " + manifest.cumulativeTotals());
        }
        compared.add("totals of " + proposed.totals().get().size() + " tokens as they were proposed");
        return Optional.empty();
    }

    /** A root stands on the one before it, which has to be right as well. */
    private Optional<String> baseDiffers(long epoch, String previousRoot, List<String> compared) {
        Optional<Long> base = chain.epochOf(previousRoot, epoch);
        if (base.isEmpty()) {
            return chain.wasAcceptedBefore(epoch, previousRoot)
                    ? Optional.empty()
                    : Optional.of("it stands on root " + previousRoot + ", which the vault never accepted before it");
        }
        String expected = recomputed
                .at(base.get())
                .map(ours -> ours.standing().tree().root())
                .orElse("none");
        if (!expected.equals(previousRoot)) {
            return Optional.of("it stands on the root accepted for epoch " + base.get() + ", " + previousRoot
                    + ", recomputed " + expected + ". Begin with `tributary verify-batch " + base.get() + "`");
        }
        compared.add("the root of epoch " + base.get() + " that it stands on");
        return Optional.empty();
    }

    private SettlementException nothingToCompare(long epoch) {
        Optional<Long> covering =
                chain.accepted().tailMap(epoch).keySet().stream().findFirst();
        return new SettlementException(
                Problem.NOT_FOUND,
                covering.isPresent()
                        ? "Epoch " + epoch + " was not proposed by itself: epoch " + covering.get()
                                + ", accepted, covers it. Verify that one, or give --published DIR."
                        : "Epoch " + epoch + " is not proposed, and nothing of it is published there. Check the number,"
                                + " `contract.royalty-vault` and --published.");
    }

    private static SettlementException tooShort(long epoch, String why) {
        return new SettlementException(
                Problem.LOGS_TOO_SHORT,
                "The logs do not reach the end of epoch " + epoch + ": " + why + ". Export them again, or try later.");
    }
}
