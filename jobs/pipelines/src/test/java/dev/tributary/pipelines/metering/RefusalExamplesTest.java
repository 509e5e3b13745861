package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples of usage.rejected.v1 that stand for reports and lines are what metering writes, to the last byte. */
final class RefusalExamplesTest {
    private static final String GATEWAY = "0x" + "9f".repeat(20);

    private final RejectedRecords rejected = new RejectedRecords("usage.reported.v1");

    private static UsageRecord record(long offset, @Nullable String sequence, byte[] value) {
        return new UsageRecord(3, offset, ParsedReports.NOW, GATEWAY, sequence, "", false, value);
    }

    private static void assertShown(UsageRejected refusal) throws IOException {
        assertThat(TopicSchema.of("usage.rejected.v1").examples())
                .contains(new String(UsageRejectedJson.write(refusal), UTF_8));
    }

    @Test
    void ofAReportWithoutASequence() throws IOException {
        UsageRecord record = record(41, null, new byte[] {(byte) 0xff, 1});
        Authentication refused = new Authenticator(SignedReports.settings()).authenticate(record);
        assertThat(refused).isInstanceOf(Authentication.Refused.class);
        Authentication.Refused why = (Authentication.Refused) refused;
        assertShown(rejected.report(record, why.reason(), why.detail()));
        assertThat(why.reason()).isEqualTo(RejectReason.MALFORMED_HEADER);
    }

    @Test
    void ofALineThatIsNone() throws IOException, MalformedJsonException {
        UsageRecord record = record(42, "18446744073709551615", "[{\"id\":\"01JD3Q\"}]".getBytes(UTF_8));
        ReportParser parser = new ReportParser(SignedReports.settings().booking(), rejected, new NameTable());
        assertShown(parser.parse(record, ParsedReports.NOW).refusedLines().get(0));
    }
}
