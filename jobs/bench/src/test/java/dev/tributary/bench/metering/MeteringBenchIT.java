package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark itself, processes and all, on few lines. */
final class MeteringBenchIT {
    @BeforeAll
    static void home() {
        System.setProperty("tributary.home", "../..");
    }

    @Test
    void contendersTakeTurnsAndEveryFigureIsThere(@TempDir Path folder) throws Exception {
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new MeteringCommand())
                .setOut(new PrintWriter(out, true))
                .execute(
                        "--lines=3000",
                        "--models=200",
                        "--payers=8",
                        "--warm-ups=1",
                        "--rounds=2",
                        "--only=JOB_FROM_MEMORY,LOOP",
                        "--json=" + folder.resolve("figures.json"));
        assertThat(exitCode).as(out.toString()).isZero();
        String job = ContenderKind.JOB_FROM_MEMORY.title();
        String loop = ContenderKind.LOOP.title();
        assertThat(out.toString().lines().filter(row -> row.contains(" s wall")))
                .as("a round to warm up each, then turns")
                .extracting(row -> row.contains(job) ? job : row.contains(loop) ? loop : row)
                .containsExactly(job, loop, job, loop, job, loop);
        JsonNode figures =
                new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
        assertThat(figures.path("exact").asBoolean()).isTrue();
        assertThat(figures.path("ratios").path(job + " / (a)").asDouble()).isPositive();
        assertThat(figures.path("contenders").path(0).path("rounds")).hasSize(2);
        assertThat(figures.path("contenders").path(0).path("shares")).isNotEmpty();
    }

    @Test
    void aContenderThatFailsLeavesNoFigures() {
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new MeteringCommand())
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute("--lines=2000", "--models=100", "--payers=8", "--parallelism=0", "--only=JOB_FROM_MEMORY");
        assertThat(exitCode).isNotZero();
        assertThat(err.toString()).contains(ContenderKind.JOB_FROM_MEMORY.title() + " failed");
    }
}
