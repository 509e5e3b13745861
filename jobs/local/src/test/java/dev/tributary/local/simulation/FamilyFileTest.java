package dev.tributary.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FamilyFileTest {
    private static final String HEADER = "model,author,parents,depth,downloads\n";

    private final Path folder;

    FamilyFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void parentsComeFirstWhateverTheOrderOfTheFile() throws Exception {
        Path file = write(HEADER + "child,ann,base;other,1,7\nbase,bob,,0,3\nother,cat,,0,0\n");
        assertThat(FamilyFile.read(file))
                .containsExactly(
                        new FamilyMember("base", "bob", List.of(), 3),
                        new FamilyMember("other", "cat", List.of(), 0),
                        new FamilyMember("child", "ann", List.of("base", "other"), 7));
    }

    @Test
    void aGzippedFileReadsTheSame() throws Exception {
        Path file = folder.resolve("family.csv.gz");
        try (GZIPOutputStream zip = new GZIPOutputStream(Files.newOutputStream(file))) {
            zip.write((HEADER + "base,bob,,0,3\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(FamilyFile.read(file)).hasSize(1);
    }

    @Test
    void aParentOutsideTheFileIsNamedWithItsLine() throws Exception {
        Path file = write(HEADER + "base,bob,,0,3\nchild,ann,nobody,1,7\n");
        assertThatThrownBy(() -> FamilyFile.read(file))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Line 3")
                .hasMessageContaining("child");
    }

    @Test
    void aCircleIsRefused() throws Exception {
        Path file = write(HEADER + "a,bob,b,0,3\nb,ann,a,1,7\n");
        assertThatThrownBy(() -> FamilyFile.read(file)).isInstanceOf(StackException.class);
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws Exception {
        Path file = write("name,size\nx,1\n");
        assertThatThrownBy(() -> FamilyFile.read(file)).hasMessageContaining("model,author,parents,depth,downloads");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("family.csv"), text);
    }
}
