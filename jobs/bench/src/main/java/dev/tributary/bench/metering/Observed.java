package dev.tributary.bench.metering;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.settlement.LineTotal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a royalty job in this process has brought forth so far; its sinks find it under its number. */
final class Observed {
    private static final Map<Integer, Observed> RUNS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int number = NEXT.incrementAndGet();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final Sums sums = new Sums();
    private final Map<String, Long> lineTotals = new TreeMap<>();
    private BigInteger revenueMicro = BigInteger.ZERO;
    private BigInteger unfundedMicro = BigInteger.ZERO;
    private BigInteger sealedNumerator = BigInteger.ZERO;
    private BigInteger accruedNumerator = BigInteger.ZERO;
    private int headers;
    private int models;
    private long rejected;

    static Observed begin() {
        Observed observed = new Observed();
        RUNS.put(observed.number, observed);
        return observed;
    }

    static Observed of(int number) {
        Observed observed = RUNS.get(number);
        if (observed == null) {
            throw new IllegalStateException("run " + number + " is over");
        }
        return observed;
    }

    void end() {
        RUNS.remove(number);
    }

    int number() {
        return number;
    }

    /** Usage waits for this before its first record. */
    CompletableFuture<Void> gate() {
        return gate;
    }

    void openGate() {
        gate.complete(null);
    }

    synchronized void minute(UsageMinute row) {
        sums.put(
                Workload.BOOKING.minute(row.minuteStartMillis()),
                row.model(),
                new Sums.Sum(
                        row.lines(),
                        row.meters().calls().longValueExact(),
                        row.meters().inputTokens().longValueExact(),
                        row.meters().outputTokens().longValueExact(),
                        row.meters().computeMillis().longValueExact()));
    }

    synchronized void header(BatchHeader header) {
        headers++;
        header.tokens().forEach(token -> {
            revenueMicro = revenueMicro.add(token.revenueMicro());
            unfundedMicro = unfundedMicro.add(token.unfundedMicro());
            sealedNumerator = sealedNumerator.add(token.linesNumerator());
        });
    }

    synchronized void accountLine(AccountLine line) {
        accruedNumerator = accruedNumerator.add(line.numerator());
    }

    synchronized void lineTotal(LineTotal total) {
        lineTotals.put(total.name(), total.lines());
    }

    synchronized void model() {
        models++;
    }

    synchronized void rejected() {
        rejected++;
    }

    synchronized int models() {
        return models;
    }

    synchronized Sums sums() {
        return sums;
    }

    /** Whether every period is sealed and every minute told. */
    synchronized boolean isComplete(long lines) {
        return headers == Workload.PERIODS && sums.lines() == lines;
    }

    synchronized boolean hasCounted(long lines) {
        return lineTotals.getOrDefault("counted", 0L) == lines;
    }

    /** What is wrong with the money, or "". */
    synchronized String fault(BigInteger expectedRevenueMicro) {
        if (rejected > 0) {
            return rejected + " refusals";
        }
        if (!revenueMicro.equals(expectedRevenueMicro) || unfundedMicro.signum() != 0) {
            return "revenue " + revenueMicro + " and " + unfundedMicro + " unfunded where " + expectedRevenueMicro
                    + " is due";
        }
        return sealedNumerator.equals(accruedNumerator)
                ? ""
                : "sealed " + sealedNumerator + " but accrued " + accruedNumerator;
    }

    @Override
    public synchronized String toString() {
        return "headers %d, models %d, lines in minutes %d, line totals %s, refusals %d"
                .formatted(headers, models, sums.lines(), lineTotals, rejected);
    }
}
