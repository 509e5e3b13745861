package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/** Parses reports without signature, operator or Flink, as if appended five seconds after their lines. */
final class ParsedReports {
    static final long NOW = Lines.TIME.toEpochMilli() + 5_000;
    static final String GATEWAY = "0x" + "9f".repeat(20);

    private final ReportParser parser =
            new ReportParser(SignedReports.settings().booking(), new RejectedRecords("usage.reported.v1"));

    /** What was packed, unpacked again. */
    record Parsed(
            int lines,
            List<UsageCount> counts,
            List<UsageObservation> observations,
            List<UsageRejected> refusedLines) {}

    Parsed parse(String json) throws MalformedJsonException {
        return parse(json.getBytes(UTF_8));
    }

    Parsed parse(byte[] value) throws MalformedJsonException {
        return parse(value, NOW);
    }

    Parsed parse(byte[] value, long runningMaxMillis) throws MalformedJsonException {
        UsageRecord record = new UsageRecord(0, 7, NOW, GATEWAY, "1", "", false, value);
        ReportParser.Parsed parsed = parser.parse(record, runningMaxMillis);
        return new Parsed(
                parsed.lines(),
                UsagePack.counts(parsed.usage(), GATEWAY),
                observations(parsed.usage()),
                parsed.refusedLines());
    }

    private static List<UsageObservation> observations(byte[] usage) {
        NameTable names = new NameTable();
        UsagePack pack = UsagePack.open(usage, names);
        QualitySums qualities = new QualitySums();
        while (pack.nextCount()) {
            // The qualities come after the counts.
        }
        while (pack.nextQuality()) {
            qualities.add(pack);
        }
        List<UsageObservation> observations = new ArrayList<>();
        qualities.drain(names, observations::add);
        return observations;
    }
}
