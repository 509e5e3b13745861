package dev.tributary.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** The worked numbers that lie beside a checkout; tests that need them are skipped where they are not. */
public final class Vectors {
    private static final Path FOLDER = Path.of("../../../shared/vectors");

    private Vectors() {}

    public static Stream<JsonNode> read(String file) {
        Path path = FOLDER.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "no " + file + " beside this checkout");
        try {
            JsonNode cases = new ObjectMapper().readTree(path.toFile());
            return StreamSupport.stream(cases.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
