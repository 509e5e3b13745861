package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.metering.json.MalformedJsonException;

/** Parses reports without signature, operator or Flink, as if appended five seconds after their lines. */
final class ParsedReports {
    static final long NOW = Lines.TIME.toEpochMilli() + 5_000;
    static final String GATEWAY = "0x" + "9f".repeat(20);

    private final ReportParser parser =
            new ReportParser(SignedReports.settings().booking(), new RejectedRecords("usage.reported.v1"));

    ReportParser.Parsed parse(String json) throws MalformedJsonException {
        return parse(json.getBytes(UTF_8));
    }

    ReportParser.Parsed parse(byte[] value) throws MalformedJsonException {
        return parse(value, NOW);
    }

    ReportParser.Parsed parse(byte[] value, long runningMaxMillis) throws MalformedJsonException {
        UsageRecord record = new UsageRecord(0, 7, NOW, GATEWAY, "1", "", false, value);
        return parser.parse(record, GATEWAY, runningMaxMillis);
    }
}
