package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import org.junit.jupiter.api.Test;

final class RejectedRecordSchemaTest {
    private static final String MODEL = "0x" + "ab".repeat(32);
    private static final String PAYER = "0x" + "cd".repeat(20);

    @Test
    void aRefusedLineIsWrittenAsTheSchemaSays() throws Exception {
        byte[] json = UsageRejectedJson.write(new UsageRejected(
                1,
                "LINE_INVALID",
                "why",
                "usage.reported.v1",
                3,
                42L,
                PAYER,
                "18446744073709551615",
                0,
                "\uD83D\uDE00\"\n",
                MODEL,
                PAYER,
                "17",
                1_795_384_800_000L,
                null,
                Quantities.of(1, 2, 3, 9_007_199_254_740_991L),
                null,
                "{\"id\":\"é\"}",
                null));
        assertThat(TopicSchema.of("usage.rejected.v1").violations(json)).isEmpty();
        assertThat(new String(json, UTF_8))
                .isEqualTo(
                        "{\"lines\":1,\"reason\":\"LINE_INVALID\",\"detail\":\"why\",\"topic\":\"usage.reported.v1\","
                                + "\"partition\":3,\"offset\":42,\"gateway\":\"" + PAYER
                                + "\",\"sequence\":\"18446744073709551615\",\"index\":0,\"id\":\"\uD83D\uDE00\\\"\\n"
                                + "\",\"model\":\""
                                + MODEL + "\",\"payer\":\"" + PAYER
                                + "\",\"pass\":\"17\",\"minute\":\"2026-11-22T22:00:00Z\",\"quantities\":{\"calls\":1,"
                                + "\"inputTokens\":2,\"outputTokens\":3,\"computeMillis\":9007199254740991},"
                                + "\"text\":\"{\\\"id\\\":\\\"é\\\"}\"}");
    }

    @Test
    void aRefusedReportThatIsNotTextIsWrittenInBase64AndWhatIsNotKnownIsLeftOut() throws Exception {
        byte[] json = UsageRejectedJson.write(new UsageRejected(
                0,
                "TOO_LARGE",
                "why",
                "t",
                0,
                0L,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new byte[] {(byte) 0xff, 1}));
        assertThat(TopicSchema.of("usage.rejected.v1").violations(json)).isEmpty();
        assertThat(new String(json, UTF_8))
                .isEqualTo("{\"lines\":0,\"reason\":\"TOO_LARGE\",\"detail\":\"why\",\"topic\":\"t\",\"partition\":0,"
                        + "\"offset\":0,\"bytes\":\"/wE=\"}");
    }

    @Test
    void aRefusedBucketIsWrittenAsTheSchemaSays() throws Exception {
        byte[] json = UsageRejectedJson.write(UsageRejected.bucket(
                "MODEL_UNKNOWN", "why", 7, PAYER, MODEL, PAYER, "", 0, 3_600_000, Quantities.of(1, 2, 3, 4)));
        assertThat(TopicSchema.of("usage.rejected.v1").violations(json)).isEmpty();
        assertThat(new String(json, UTF_8))
                .contains("\"lines\":7", "\"period\":\"1970-01-01T01:00:00Z\"")
                .doesNotContain("pass", "offset", "text");
    }
}
