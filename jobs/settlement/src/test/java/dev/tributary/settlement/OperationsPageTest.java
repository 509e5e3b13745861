package dev.tributary.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is woken by a code finds what to do about it. */
final class OperationsPageTest {
    private static final Path PAGE = Path.of("../../docs/operations.md");

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyHaltAndHoldHasASection(Problem problem) throws IOException {
        if (problem.kind() != Problem.Kind.HALT && problem.kind() != Problem.Kind.HOLD) {
            return;
        }
        String heading = "\n### " + problem + "\n";
        String page = Files.readString(PAGE);
        assertThat(page).contains(heading);
        String section =
                page.substring(page.indexOf(heading) + heading.length()).split("\n### ", 2)[0];
        assertThat(section).as(problem.name()).contains("What happened: ", "Check: ", "Do: ");
    }

    @Test
    void noSectionIsOfACodeThatIsGone() throws IOException {
        assertThat(Files.readString(PAGE).lines().filter(line -> line.matches("### [A-Z_]+")))
                .allSatisfy(line -> assertThat(Arrays.stream(Problem.values()).map(Enum::name))
                        .contains(line.substring(4)));
    }
}
