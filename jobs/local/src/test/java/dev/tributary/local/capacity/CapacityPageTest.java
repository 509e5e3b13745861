package dev.tributary.local.capacity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's figures follow from its inputs, and the inputs that are kept elsewhere too are the same there. */
final class CapacityPageTest {
    private static final Path HOME = Path.of("../..");
    private static final Path PAGE = HOME.resolve("docs/capacity.md");

    @Test
    void theFiguresFollowFromTheInputs() throws Exception {
        Process check = new ProcessBuilder("scripts/capacity", "--check")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @Test
    void gasIsThatOfTheSnapshots() throws Exception {
        JsonNode measured = new ObjectMapper()
                .readTree(HOME.resolve("contracts/snapshots/vault.json").toFile());
        Map.of(
                        "gas_propose", "propose, later, 1 token",
                        "gas_accept", "accept, later, 1 token",
                        "gas_claim", "claim, returning account, 2^20 leaves")
                .forEach((input, step) -> assertThat(onThePage(input))
                        .isEqualTo(measured.path(step).asLong()));
    }

    static long onThePage(String input) {
        try {
            Matcher row =
                    Pattern.compile("\\| `" + input + "` \\| ([0-9 ]+) \\|").matcher(Files.readString(PAGE));
            assertThat(row.find()).as(input + " is on the page").isTrue();
            return Long.parseLong(row.group(1).replace(" ", ""));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
