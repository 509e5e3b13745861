package dev.tributary.settlement.proving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder that is published: one folder per epoch with {@code manifest.json} and {@code tree.json}. */
public final class Publication {
    private final Path folder;

    public Publication(Path folder) {
        this.folder = folder;
    }

    public Path treeFile(long epoch) {
        return folder.resolve(Long.toString(epoch)).resolve("tree.json");
    }

    public Path manifestFile(long epoch) {
        return folder.resolve(Long.toString(epoch)).resolve("manifest.json");
    }

    /** Each file appears whole or not at all; writing an epoch again replaces it. */
    public void write(Draft draft) {
        write(draft.period().epoch(), draft.manifest(), draft.tree());
    }

    public void write(long epoch, Manifest manifest, MerkleTree tree) {
        try {
            Files.createDirectories(treeFile(epoch).getParent());
            replace(manifestFile(epoch), manifest.canonicalJson());
            replace(treeFile(epoch), tree.dump());
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.OUTPUT_UNUSABLE,
                    "The proofs of epoch " + epoch + " cannot be written: " + e + ". Check `output.directory`: space,"
                            + " and the right to write.",
                    e);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, text, UTF_8);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
