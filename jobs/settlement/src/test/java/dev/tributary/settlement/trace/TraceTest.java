package dev.tributary.settlement.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TraceTest {
    private static final Instant PERIOD = Instant.parse("2026-01-01T00:00:00Z");
    private static final LineFate.Batch BATCH = new LineFate.Batch(3, "SEALED", null);

    private static ReportSighting sighting(Verdict verdict, @Nullable RejectReason reason) {
        return new ReportSighting(0, 0, PERIOD, PERIOD.toEpochMilli(), verdict, 1, reason, null, null);
    }

    private static Trace trace(@Nullable LineFate fate, ReportSighting... sightings) {
        return new Trace("0x12", "5", 0, List.of(sightings), fate);
    }

    private static Trace.Status booked(LineFate fate) {
        return trace(fate, sighting(Verdict.BOOKED, null)).status();
    }

    private static LineFate counted(long waitingMicro, LineFate.Close... closes) {
        return new LineFate(
                LineFate.Stage.COUNTED,
                null,
                null,
                new LineFate.Charge(
                        "0x11",
                        BigInteger.TEN,
                        1,
                        MeterTotals.ZERO,
                        BigInteger.valueOf(waitingMicro),
                        List.of(closes)));
    }

    private static LineFate.Close close(
            long fundedMicro, long voidMicro, long writtenOffMicro, LineFate.@Nullable Batch batch) {
        return new LineFate.Close(
                PERIOD,
                BigInteger.valueOf(fundedMicro),
                BigInteger.valueOf(voidMicro),
                BigInteger.valueOf(writtenOffMicro),
                batch);
    }

    @Test
    void whatWasNotAcceptedIsRefused() {
        assertThat(trace(null, sighting(Verdict.REPORT_REFUSED, RejectReason.SEQUENCE_STALE))
                        .status())
                .isEqualTo(Trace.Status.REFUSED);
        assertThat(trace(null, sighting(Verdict.LINE_REFUSED, RejectReason.FUTURE))
                        .status())
                .isEqualTo(Trace.Status.REFUSED);
        assertThat(booked(new LineFate(
                        LineFate.Stage.REFUSED, new LineFate.Refusal("PASS_INVALID", "none", 1), null, null)))
                .isEqualTo(Trace.Status.REFUSED);
    }

    @Test
    void theAcceptedReportDecidesWhereverItLies() {
        Trace trace = trace(
                new LineFate(LineFate.Stage.PENDING, null, null, null),
                sighting(Verdict.REPORT_REFUSED, RejectReason.MALFORMED_JSON),
                sighting(Verdict.BOOKED, null),
                sighting(Verdict.DUPLICATE, null));
        assertThat(trace.decisive().verdict()).isEqualTo(Verdict.BOOKED);
        assertThat(trace.status()).isEqualTo(Trace.Status.PENDING);
        assertThat(trace(null, sighting(Verdict.NO_SUCH_LINE, null)).status()).isEqualTo(Trace.Status.NO_SUCH_LINE);
    }

    @Test
    void whatNobodyHasPaidForYetWaits() {
        assertThat(booked(counted(10, close(0, 0, 0, BATCH)))).isEqualTo(Trace.Status.WAITING);
        assertThat(booked(counted(4, close(0, 6, 0, null)))).isEqualTo(Trace.Status.WAITING);
    }

    @Test
    void whatNobodyWillEverPayForIsNotOwed() {
        assertThat(booked(counted(0, close(0, 10, 0, BATCH)))).isEqualTo(Trace.Status.NOT_OWED);
        assertThat(booked(counted(0, close(0, 0, 0, null), close(0, 0, 10, null))))
                .isEqualTo(Trace.Status.NOT_OWED);
        assertThat(booked(counted(0, close(0, 0, 0, BATCH))))
                .as("free of charge")
                .isEqualTo(Trace.Status.NOT_OWED);
    }

    @Test
    void whatIsCoveredInAPeriodThatIsNotSealedIsFunded() {
        assertThat(booked(counted(0, close(10, 0, 0, null)))).isEqualTo(Trace.Status.FUNDED);
        assertThat(booked(counted(3, close(0, 0, 0, BATCH), close(7, 0, 0, null))))
                .as("the seal of a period that covered nothing pays nothing")
                .isEqualTo(Trace.Status.FUNDED);
    }

    @Test
    void whatIsInABatchInPartOrWholeIsSettled() {
        assertThat(booked(counted(0, close(10, 0, 0, BATCH)))).isEqualTo(Trace.Status.SETTLED);
        assertThat(booked(counted(3, close(5, 0, 0, BATCH), close(2, 0, 0, null))))
                .isEqualTo(Trace.Status.SETTLED);
    }
}
