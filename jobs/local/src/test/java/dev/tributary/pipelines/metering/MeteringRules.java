package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metering's rules on one record, without Flink around them. */
public final class MeteringRules {
    private final Authenticator authenticator;
    private final NameTable names = new NameTable();
    private final ReportParser parser;

    public MeteringRules(MeteringSettings settings) {
        authenticator = new Authenticator(settings);
        parser = new ReportParser(settings.booking(), new RejectedRecords(settings.topic()), names);
    }

    /** A report that may be judged by the sequence rule. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as records
    public record Report(
            String gateway,
            long sequence,
            byte[] contentHash,
            int lines,
            List<UsageCount> counts,
            List<UsageRejected> refusedLines) {}

    /** Either a report or why it is refused whole. */
    public record Metered(@Nullable Report report, @Nullable RejectReason refusal) {}

    public Metered meter(UsageRecord record, long runningMaxMillis) {
        Authentication authentication = authenticator.authenticate(record);
        if (authentication instanceof Refused refused) {
            return new Metered(null, refused.reason());
        }
        Authentic authentic = (Authentic) authentication;
        names.trim();
        try {
            ReportParser.Parsed parsed = parser.parse(record, runningMaxMillis);
            return new Metered(
                    new Report(
                            authentic.gateway(),
                            authentic.sequence(),
                            authentic.contentHash(),
                            parsed.lines(),
                            parsed.usage().counts(names, authentic.gateway()),
                            parsed.refusedLines()),
                    null);
        } catch (MalformedJsonException malformed) {
            return new Metered(null, RejectReason.MALFORMED_JSON);
        }
    }
}
