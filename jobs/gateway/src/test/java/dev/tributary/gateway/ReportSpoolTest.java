package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportSpoolTest {
    private static final byte[] GATEWAY = new byte[20];
    private static final long LARGE = 1 << 20;
    private static final long SMALL = 200;

    private final Path directory;

    ReportSpoolTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void reportsComeBackInTheirOrderAfterARestart() throws IOException {
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 3);
        }
        try (ReportSpool spool = open(LARGE)) {
            assertThat(drain(spool)).containsExactly(7L, 8L, 9L);
            assertThat(spool.nextSequence()).isEqualTo(10);
            assertThat(spool.pendingBytes()).isZero();
        }
    }

    @Test
    void aTornTailIsCutOffAtEveryByteAndSequencesGoOnAfterAGap() throws IOException {
        byte[] whole;
        long end;
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 2);
            end = Files.size(onlyFile());
            append(spool, 1);
            whole = Files.readAllBytes(onlyFile());
        }
        Path file = onlyFile();
        for (long torn = end + 1; torn < whole.length; torn++) {
            clear();
            Files.write(file, Arrays.copyOf(whole, (int) torn));
            try (ReportSpool spool = open(LARGE)) {
                assertThat(spool.nextSequence()).as("torn at %d", torn).isGreaterThan(9);
                append(spool, 1);
            }
            try (ReportSpool spool = open(LARGE)) {
                assertThat(drain(spool)).hasSize(3).startsWith(7L, 8L).doesNotContain(9L);
            }
        }
    }

    @Test
    void theGapAfterATornTailOutlivesASecondCrash() throws IOException {
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 1);
        }
        try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        long afterTheGap;
        try (ReportSpool spool = open(LARGE)) {
            afterTheGap = spool.nextSequence();
        }
        try (ReportSpool spool = open(LARGE)) {
            assertThat(spool.nextSequence()).isEqualTo(afterTheGap).isGreaterThan(8);
        }
    }

    @Test
    void aByteThatChangedIsNeverTakenForAReport() throws IOException {
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 1);
        }
        byte[] whole = Files.readAllBytes(onlyFile());
        whole[whole.length - 10] ^= 1;
        Files.write(onlyFile(), whole);
        try (ReportSpool spool = open(LARGE)) {
            assertThat(spool.oldest()).isNull();
        }
    }

    @Test
    void filesWhoseReportsAreAcknowledgedAreDeletedAndTheSequenceIsKept() throws IOException {
        try (ReportSpool spool = open(SMALL)) {
            append(spool, 20);
            assertThat(files()).hasSizeGreaterThan(5);
            drain(spool);
            assertThat(files()).hasSize(1);
        }
        try (ReportSpool spool = open(SMALL)) {
            assertThat(spool.oldest()).isNull();
            assertThat(spool.nextSequence()).isEqualTo(27);
        }
    }

    @Test
    void aFileDamagedBeforeTheLastOneStopsTheReporter() throws IOException {
        try (ReportSpool spool = open(SMALL)) {
            append(spool, 10);
        }
        Path first = files().get(0);
        Files.write(first, Arrays.copyOf(Files.readAllBytes(first), 100));
        assertThatThrownBy(() -> open(SMALL))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("SPOOL_CORRUPT");
    }

    @Test
    void aFileWhoseHeaderIsTornIsPutAside() throws IOException {
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 1);
        }
        Files.write(directory.resolve("00000000000000000008.spool"), new byte[] {'T', 'R'});
        try (ReportSpool spool = open(LARGE)) {
            assertThat(drain(spool)).containsExactly(7L);
        }
    }

    @Test
    void theSpoolOfAnotherKeyIsNotTouched() throws IOException {
        try (ReportSpool spool = open(LARGE)) {
            append(spool, 1);
        }
        byte[] other = new byte[20];
        other[0] = 1;
        assertThatThrownBy(() -> ReportSpool.open(directory, other, 7, LARGE))
                .hasMessageStartingWith("SPOOL_OF_ANOTHER_GATEWAY");
        try (ReportSpool spool = open(LARGE)) {
            assertThat(drain(spool)).containsExactly(7L);
        }
    }

    private ReportSpool open(long segmentBytes) {
        return ReportSpool.open(directory, GATEWAY, 7, segmentBytes);
    }

    private static void append(ReportSpool spool, int reports) throws IOException {
        for (int i = 0; i < reports; i++) {
            long sequence = spool.nextSequence();
            spool.append(new SpooledReport(sequence, new byte[65], ("report " + sequence).getBytes(UTF_8)));
        }
    }

    private static List<Long> drain(ReportSpool spool) throws IOException {
        List<Long> sequences = new ArrayList<>();
        for (@Nullable SpooledReport report = spool.oldest(); report != null; report = spool.oldest()) {
            assertThat(new String(report.value(), UTF_8)).isEqualTo("report " + report.sequence());
            sequences.add(report.sequence());
            spool.acknowledge(report.sequence());
        }
        return sequences;
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }

    private void clear() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
    }
}
