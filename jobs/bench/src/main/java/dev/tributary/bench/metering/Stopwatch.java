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

    double wallSeconds() {
        return (System.nanoTime() - beganNanos) / NANOS;
    }

    double cpuSeconds() {
        return (PROCESS.getProcessCpuTime() - beganCpuNanos) / NANOS;
    }

    Round round(Sums sums) {
        return new Round(wallSeconds(), cpuSeconds(), sums.lines(), sums.digest());
    }
}
