package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MeteringUidsTest {
    @Test
    void namesOfStateNeverChange() {
        assertThat(MeteringUids.METER_REPORTS).isEqualTo("royalty.meter-reports");
        assertThat(MeteringUids.SUMMARISE_MINUTES).isEqualTo("royalty.summarise-minutes");
        assertThat(MeterReports.CLOCK_STATE).isEqualTo("partition-clocks");
        assertThat(MeterReports.WINDOW_STATE).isEqualTo("gateway-windows");
    }
}
