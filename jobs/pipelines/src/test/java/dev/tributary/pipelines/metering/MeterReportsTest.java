package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MeterReportsTest {
    private final SignedReports gateway = new SignedReports("gateway");
    private final long now = Lines.TIME.toEpochMilli() + 5_000;

    @Test
    void aGoodReportIsCollapsedPerModelPayerPassAndMinute() throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            String other = new Lines().withUsage("pass", "\"17\"").json();
            metering.give(gateway.record(1, 0, now, Lines.report(Lines.line(), other, Lines.line())));

            MeteredReport report = metering.onlyReport();
            long minute = Lines.TIME.toEpochMilli() / SignedReports.MINUTE;
            long period = Lines.TIME.toEpochMilli() / SignedReports.PERIOD;
            assertThat(report.lines()).isEqualTo(3);
            assertThat(report.refusedLines()).isEmpty();
            assertThat(report.counts())
                    .containsExactly(
                            new UsageCount(
                                    Lines.MODEL,
                                    Lines.PAYER,
                                    gateway.gateway(),
                                    "",
                                    minute,
                                    period,
                                    2,
                                    2,
                                    748,
                                    88,
                                    1624),
                            new UsageCount(
                                    Lines.MODEL,
                                    Lines.PAYER,
                                    gateway.gateway(),
                                    "17",
                                    minute,
                                    period,
                                    1,
                                    1,
                                    374,
                                    44,
                                    812));
            assertThat(metering.rejected()).isEmpty();
        }
    }
}
