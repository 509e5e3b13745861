package dev.tributary.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The worked numbers that Java and Solidity are both tested with. */
public final class Vectors {
    private static final Path FOLDER = Path.of("../../contracts/test/vectors");

    private Vectors() {}

    public static Stream<JsonNode> read(String file) {
        Path path = FOLDER.resolve(file);
        try {
            JsonNode cases = new ObjectMapper().readTree(path.toFile());
            return StreamSupport.stream(cases.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
