package dev.tributary.bench.metering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where a round's processor time goes: execution samples of the flight recorder, by stage, over the time that Java
 * threads took, beside the collector's; the compilers' time is left out. Samples of native code count
 * only inside the signature library: the rest of native code waits.
 */
final class Profile implements RoyaltyContender.Profiler {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final String COLLECTOR = "garbage collector";
    private static final String RUNTIME = "the rest of the Java runtime";

    private final Map<String, Double> shares = new LinkedHashMap<>();
    private @Nullable Recording recording;
    private @Nullable Stopwatch stopwatch;
    private Map<Long, Long> threadNanos = Map.of();

    @Override
    public void begin() {
        Recording started = new Recording();
        started.enable("jdk.ExecutionSample").withPeriod(PERIOD);
        started.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
        started.start();
        recording = started;
        threadNanos = threadNanos();
        stopwatch = new Stopwatch();
    }

    @Override
    public void end() {
        Recording ended = recording;
        Stopwatch watch = stopwatch;
        if (ended == null || watch == null) {
            throw new IllegalStateException("the profile was not begun");
        }
        RuntimeThreads runtime = watch.runtime();
        double processSeconds = watch.cpuSeconds() - runtime.compilerSeconds();
        double javaSeconds = javaSeconds();
        ended.stop();
        try {
            Path file = Files.createTempFile("tributary-bench-", ".jfr");
            ended.dump(file);
            double javaShare = Math.min(1, javaSeconds / processSeconds);
            double collectorShare = Math.min(1 - javaShare, runtime.collectorSeconds() / processSeconds);
            share(RecordingFile.readAllEvents(file), javaShare);
            shares.put(COLLECTOR, collectorShare);
            shares.put(RUNTIME, 1 - javaShare - collectorShare);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the profile cannot be read", e);
        } finally {
            ended.close();
        }
    }

    private void share(List<RecordedEvent> events, double javaShare) {
        Map<Stage, Integer> samples = new EnumMap<>(Stage.class);
        int all = 0;
        for (RecordedEvent event : events) {
            if (event.getStackTrace() == null) {
                continue;
            }
            Stage stage = Stage.of(event.getStackTrace().getFrames().stream()
                    .map(Profile::method)
                    .toList());
            if (event.getEventType().getName().equals("jdk.NativeMethodSample") && stage != Stage.SIGNATURE) {
                continue;
            }
            samples.merge(stage, 1, Integer::sum);
            all++;
        }
        for (Stage stage : Stage.values()) {
            shares.put(stage.title(), javaShare * samples.getOrDefault(stage, 0) / Math.max(1, all));
        }
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private double javaSeconds() {
        return threadNanos().entrySet().stream()
                        .mapToLong(thread -> thread.getValue() - threadNanos.getOrDefault(thread.getKey(), 0L))
                        .sum()
                / 1e9;
    }

    private static Map<Long, Long> threadNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> nanos = new HashMap<>();
        LongStream.of(threads.getAllThreadIds()).forEach(id -> nanos.put(id, threads.getThreadCpuTime(id)));
        return nanos;
    }

    /** Of all processor time, by what it was spent on. */
    Map<String, Double> shares() {
        return shares;
    }
}
