package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of the Java runtime's own threads, which no management bean tells: read from Linux's table of this
 * process's threads. Elsewhere all are 0.
 *
 * @param compilerSeconds of the just-in-time compilers
 * @param collectorSeconds of the garbage collector
 */
record RuntimeThreads(double compilerSeconds, double collectorSeconds) {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed by the kernel's interface
    private static final int USER_TICKS = 11; // of the fields after the name
    private static final int SYSTEM_TICKS = 12;

    static RuntimeThreads now() {
        if (!Files.isDirectory(THREADS)) {
            return new RuntimeThreads(0, 0);
        }
        double compiler = 0;
        double collector = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                String stat = statOf(thread);
                String name = stat.substring(stat.indexOf('(') + 1, Math.max(1, stat.lastIndexOf(')')));
                if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
                    compiler += seconds(stat);
                } else if (name.startsWith("G1 ") || name.startsWith("GC ")) {
                    collector += seconds(stat);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the threads of this process cannot be listed", e);
        }
        return new RuntimeThreads(compiler, collector);
    }

    RuntimeThreads since(RuntimeThreads before) {
        return new RuntimeThreads(compilerSeconds - before.compilerSeconds, collectorSeconds - before.collectorSeconds);
    }

    private static String statOf(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"), UTF_8);
        } catch (IOException e) {
            return "()"; // the thread ended after it was listed: its file is gone, or there is nobody to read of
        }
    }

    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }
}
