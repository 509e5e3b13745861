package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.bench.metering.OneReport;
import dev.tributary.domain.usage.BookingRule;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one report of {@link OneReport#LINES} lines costs before its sums are sent on, step by step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ReportBenchmark {
    private final UsageRecord record = OneReport.record();
    private final MeteringSettings signed = settings(true);
    private final Authenticator authenticator = new Authenticator(signed);
    private final Authenticator hashing = new Authenticator(settings(false));
    private final NameTable names = new NameTable();
    private final ReportParser parser = new ReportParser(signed.booking(), new RejectedRecords(signed.topic()), names);
    private final UsageSums sums = new UsageSums();
    private final UsageTotals usage = OneReport.unchecked(
            () -> parser.parse(record, record.appendTimeMillis()).usage());

    private static MeteringSettings settings(boolean checkSignatures) {
        BookingRule booking = OneReport.BOOKING;
        return new MeteringSettings(
                "usage.reported.v1",
                OneReport.PARTITIONS,
                OneReport.CHAIN_ID,
                OneReport.GATEWAY_REGISTRY,
                booking.grainMillis(),
                booking.periodMillis(),
                booking.graceMillis(),
                checkSignatures);
    }

    /** Headers, sha-256, EIP-712 digest and recovery of the signer. */
    @Benchmark
    public Object authenticate() {
        return authenticator.authenticate(record);
    }

    /** The same without the signature. */
    @Benchmark
    public Object hash() {
        return hashing.authenticate(record);
    }

    /** Read, judge, book and collapse every line. */
    @Benchmark
    public Object parse() throws Exception {
        return parser.parse(record, record.appendTimeMillis());
    }

    /** Add to the sums of many reports. */
    @Benchmark
    public Object sum() {
        byte[] text = OneReport.GATEWAY.getBytes(US_ASCII);
        int gateway = names.numberOf(text, 0, text.length);
        for (int entry = 0; entry < usage.size(); entry++) {
            sums.add(gateway, usage, entry);
        }
        return sums;
    }
}
