package dev.tributary.bench.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The peer: npm's {@code @openzeppelin/merkle-tree}, in a Node process of its own. */
final class NpmTree {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SCRIPT = "/bench/merkle-tree.mjs";

    private final Path contracts;

    /** @param contracts the folder with the npm packages */
    NpmTree(Path contracts) {
        this.contracts = contracts;
        if (!Files.isDirectory(contracts.resolve("node_modules/@openzeppelin/merkle-tree"))) {
            throw new IllegalStateException("the npm packages are not installed; run: npm ci --prefix contracts");
        }
    }

    /** @param leaves see {@link Accounts#write} */
    List<TreeRound> run(Path leaves, int rounds, Consumer<TreeRound> progress)
            throws IOException, InterruptedException {
        List<TreeRound> measured = new ArrayList<>();
        Process node = new ProcessBuilder(
                        "node",
                        "--max-old-space-size=4096",
                        "--input-type=module",
                        "-",
                        contracts.toString(),
                        leaves.toString(),
                        Integer.toString(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = node.getOutputStream()) {
            in.write(script());
        }
        try (BufferedReader out = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                TreeRound round = JSON.readValue(line, TreeRound.class);
                measured.add(round);
                progress.accept(round);
            }
            if (node.waitFor() != 0) {
                throw new IOException("Node failed; its message stands above");
            }
        } finally {
            node.destroy();
        }
        return measured;
    }

    private static byte[] script() {
        try (InputStream script = NpmTree.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is not among the program's resources");
            }
            return script.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
