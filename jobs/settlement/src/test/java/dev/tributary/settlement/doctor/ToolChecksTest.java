package dev.tributary.settlement.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolChecksTest {
    private static void program(Path folder, String name, String says) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho '" + says + "'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Check check(Path folder, String name) {
        Checkup checkup = new Checkup(check -> {});
        new ToolChecks(folder.toString()).run(checkup);
        return checkup.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aToolThatIsNotThereIsNeitherGoodNorBad(@TempDir Path folder) {
        assertThat(check(folder, "tool java").outcome()).isEqualTo(Check.Outcome.OK);
        assertThat(check(folder, "tool node").outcome()).isEqualTo(Check.Outcome.SKIPPED);
        assertThat(check(folder, "tool node").detail()).contains("not on the PATH", "scripts/claim");
    }

    @Test
    void aToolThatIsTooOldIsAFinding(@TempDir Path folder) throws IOException {
        program(folder, "node", "v18.20.1");
        program(folder, "mvn", "Apache Maven 3.9.9 (8e8579a9)");
        program(folder, "flink", "Version: 1.20, Commit ID: b1fe7b4");
        assertThat(check(folder, "tool node").outcome()).isEqualTo(Check.Outcome.FAIL);
        assertThat(check(folder, "tool node").detail()).contains("18.20", "older than 20.0", "Install a newer one");
        assertThat(check(folder, "tool flink").outcome()).isEqualTo(Check.Outcome.FAIL);
        assertThat(check(folder, "tool mvn").outcome()).isEqualTo(Check.Outcome.OK);
    }

    @Test
    void aToolThatNamesNoVersionIsNotJudged(@TempDir Path folder) throws IOException {
        program(folder, "node", "who knows");
        assertThat(check(folder, "tool node").outcome()).isEqualTo(Check.Outcome.SKIPPED);
        assertThat(check(folder, "tool node").detail()).contains("names no version");
    }
}
