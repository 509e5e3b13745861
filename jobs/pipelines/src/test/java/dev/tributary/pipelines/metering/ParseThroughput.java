package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Random;

/**
 * Measures how many lines one core's processor time parses, judges, books and collapses per second, without the signature: reports of
 * 1 000 lines over 8 models, 20 payers and 2 seconds, as the gateway library writes them.
 */
public final class ParseThroughput {
    private static final int REPORTS = 64;
    private static final int LINES = 1_000;
    private static final int ROUNDS = 12;
    private static final long ROUND_NANOS = 1_000_000_000L;

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private ParseThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(1);
        byte[][] reports = new byte[REPORTS][];
        long bytes = 0;
        for (int i = 0; i < REPORTS; i++) {
            reports[i] = report(random).getBytes(UTF_8);
            bytes += reports[i].length;
        }
        System.out.printf("%d bytes per line%n", bytes / REPORTS / LINES);
        ParsedReports parser = new ParsedReports();
        for (int round = 0; round < ROUNDS; round++) {
            long begin = CLOCK.getCurrentThreadCpuTime();
            long lines = 0;
            long counts = 0;
            while (CLOCK.getCurrentThreadCpuTime() - begin < ROUND_NANOS) {
                ReportParser.Parsed parsed = parser.parse(reports[(int) (lines / LINES % REPORTS)]);
                lines += parsed.lines();
                counts += parsed.counts().size();
            }
            double seconds = (CLOCK.getCurrentThreadCpuTime() - begin) / 1e9;
            System.out.printf(
                    "%,.0f lines/s, %.1f entries per report%n", lines / seconds, counts * (double) LINES / lines);
        }
    }

    private static String report(Random random) {
        String[] lines = new String[LINES];
        for (int i = 0; i < LINES; i++) {
            lines[i] = new Lines()
                    .with("id", Lines.quoted(Long.toString(random.nextLong(), 36)))
                    .with("source", Lines.quoted("/gateways/" + ParsedReports.GATEWAY))
                    .with(
                            "subject",
                            Lines.quoted("0x"
                                    + String.format("%02x", random.nextInt(8)).repeat(32)))
                    .at(Instant.ofEpochMilli(ParsedReports.NOW - random.nextInt(2_000)))
                    .withUsage(
                            "payer",
                            Lines.quoted("0x"
                                    + String.format("%02x", random.nextInt(20)).repeat(20)))
                    .withUsage("inputTokens", Integer.toString(random.nextInt(4_000)))
                    .withUsage("outputTokens", Integer.toString(random.nextInt(1_000)))
                    .withUsage("computeMillis", Integer.toString(random.nextInt(5_000)))
                    .withUsage("latencyMillis", Integer.toString(random.nextInt(5_000)))
                    .withUsage("outcome", random.nextInt(50) == 0 ? "\"error\"" : "\"ok\"")
                    .json();
        }
        return Lines.report(lines);
    }
}
