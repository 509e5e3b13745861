package dev.tributary.bench.metering;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall time and processor time of this process. */
final class Stopwatch {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final double NANOS = 1e9;

    private final long beganNanos = System.nanoTime();
    private final long beganCpuNanos = PROCESS.getProcessCpuTime();
    private final RuntimeThreads runtimeBegan = RuntimeThreads.now();

    /**
     * To be called before a round. A round leaves a whole job's state behind, and a job that runs for weeks never pays
     * for the garbage of another.
     */
    static void clearHeap() {
        System.gc();
    }

    double wallSeconds() {
        return (System.nanoTime() - beganNanos) / NANOS;
    }

    /** All processor time. */
    double cpuSeconds() {
        return (PROCESS.getProcessCpuTime() - beganCpuNanos) / NANOS;
    }

    RuntimeThreads runtime() {
        return RuntimeThreads.now().since(runtimeBegan);
    }

    Round round(Sums sums) {
        double wall = wallSeconds();
        double cpu = cpuSeconds();
        double compiler = runtime().compilerSeconds();
        return new Round(wall, cpu - compiler, compiler, sums.lines(), sums.digest());
    }
}
