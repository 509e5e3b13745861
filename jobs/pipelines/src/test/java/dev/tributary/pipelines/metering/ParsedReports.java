package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/** Parses reports without signature, operator or Flink, as if appended five seconds after their lines. */
final class ParsedReports {
    static final long NOW = Lines.TIME.toEpochMilli() + 5_000;
    static final String GATEWAY = "0x" + "9f".repeat(20);

    private final NameTable names = new NameTable();
    private final ReportParser parser =
            new ReportParser(SignedReports.settings().booking(), new RejectedRecords("usage.reported.v1"), names);

    /** What it adds up to, as records. */
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
        names.trim();
        UsageRecord record = new UsageRecord(0, 7, NOW, GATEWAY, "1", "", false, value);
        ReportParser.Parsed parsed = parser.parse(record, runningMaxMillis);
        return new Parsed(
                parsed.lines(),
                parsed.usage().counts(names, GATEWAY),
                observations(parsed.quality()),
                parsed.refusedLines());
    }

    private List<UsageObservation> observations(QualityTotals totals) {
        QualitySums qualities = new QualitySums();
        qualities.add(totals);
        List<UsageObservation> observations = new ArrayList<>();
        qualities.drain(names, ofModel -> observations.addAll(ofModel.observations()));
        return observations;
    }
}
