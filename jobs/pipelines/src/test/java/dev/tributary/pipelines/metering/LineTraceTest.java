package dev.tributary.pipelines.metering;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineTraceTest {
    private static final SignedReports GATEWAY = new SignedReports("gateway");
    private static final long NOW = Lines.TIME.toEpochMilli();

    private static List<ReportSighting> trace(long sequence, int index, UsageRecord... records) {
        return trace(sequence, index, List.of(records));
    }

    private static List<ReportSighting> trace(long sequence, int index, List<UsageRecord> records) {
        LineTrace trace = new LineTrace(SignedReports.settings(), GATEWAY.gateway(), sequence, index);
        records.forEach(trace::look);
        return trace.sightings();
    }

    private static List<String> verdicts(List<ReportSighting> sightings) {
        return sightings.stream()
                .map(sighting -> sighting.verdict() + (sighting.reason() == null ? "" : " " + sighting.reason()))
                .toList();
    }

    @Test
    void aBookedLineSaysWhoUsedWhatAndWhenItCounts() {
        String line =
                new Lines().withUsage("pass", "\"17\"").withUsage("calls", "9").json();
        String report = " [ " + Lines.line() + " , " + line + "]";
        List<ReportSighting> sightings = trace(5, 1, GATEWAY.record(5, 7, NOW, report));
        assertThat(sightings).hasSize(1);
        ReportSighting sighting = sightings.get(0);
        assertThat(sighting.verdict()).isEqualTo(Verdict.BOOKED);
        assertThat(sighting.offset()).isEqualTo(7);
        assertThat(sighting.lines()).isEqualTo(2);
        long period = NOW / SignedReports.PERIOD * SignedReports.PERIOD;
        assertThat(sighting.line())
                .isEqualTo(new TracedLine(
                        Lines.MODEL,
                        Lines.PAYER,
                        "17",
                        NOW / SignedReports.MINUTE * SignedReports.MINUTE,
                        period,
                        period + SignedReports.PERIOD,
                        MeterTotals.of(9, 374, 44, 812),
                        line));
    }

    @Test
    void aLineIsBookedByTheClockOfItsPartitionEvenWhenTheBrokersStepsBack() {
        UsageRecord heartbeat = new UsageRecord(
                GATEWAY.partition(),
                0,
                NOW + SignedReports.GRACE + SignedReports.PERIOD,
                null,
                null,
                null,
                true,
                new byte[0]);
        ReportSighting sighting = trace(1, 0, heartbeat, GATEWAY.record(1, 1, NOW, Lines.report(Lines.line())))
                .get(0);
        assertThat(sighting.clockMillis()).isEqualTo(heartbeat.appendTimeMillis());
        TracedLine line = requireNonNull(sighting.line());
        assertThat(line.periodMillis()).isEqualTo((NOW / SignedReports.PERIOD + 1) * SignedReports.PERIOD);
    }

    @Test
    void aReportIsSeenWhereverItLiesAndAcceptedOnce() {
        String report = Lines.report(Lines.line());
        String other = Lines.report(Lines.line(), Lines.line());
        List<ReportSighting> sightings = trace(
                5,
                0,
                GATEWAY.record(5, 0, NOW, "not JSON"),
                forged(5, 1, report),
                GATEWAY.record(5, 2, NOW, report),
                GATEWAY.record(6, 3, NOW, report),
                GATEWAY.record(5, 4, NOW, report),
                GATEWAY.record(5, 5, NOW, other));
        assertThat(verdicts(sightings))
                .containsExactly(
                        "REPORT_REFUSED MALFORMED_JSON",
                        "REPORT_REFUSED SIGNATURE_INVALID",
                        "BOOKED",
                        "DUPLICATE",
                        "REPORT_REFUSED SEQUENCE_CONFLICT");
    }

    @Test
    void aForgedReportWithAHigherSequenceTakesNothingAway() {
        String report = Lines.report(Lines.line());
        assertThat(verdicts(trace(5, 0, forged(9, 0, report), GATEWAY.record(5, 1, NOW, report))))
                .containsExactly("BOOKED");
        assertThat(verdicts(trace(5, 0, GATEWAY.record(9, 0, NOW, report), GATEWAY.record(5, 1, NOW, report))))
                .containsExactly("REPORT_REFUSED SEQUENCE_STALE");
        assertThat(verdicts(trace(5, 0, GATEWAY.record(9, 0, NOW, "[]"), GATEWAY.record(5, 1, NOW, report))))
                .containsExactly("BOOKED");
    }

    @Test
    void aRefusedLineSaysWhyAndALineBeyondTheReportThatThereIsNone() {
        UsageRecord record = GATEWAY.record(
                5, 0, NOW, Lines.report(Lines.line(), new Lines().without("id").json()));
        assertThat(verdicts(trace(5, 0, record))).containsExactly("BOOKED");
        assertThat(verdicts(trace(5, 1, record))).containsExactly("LINE_REFUSED LINE_INVALID");
        assertThat(verdicts(trace(5, 2, record))).containsExactly("NO_SUCH_LINE");
        assertThat(trace(6, 0, record)).isEmpty();
    }

    /** Looking at the reports with the sequence or a higher one alone must not change what the sequence rule says. */
    @Test
    void theVerdictIsThatOfTheWholeLog() {
        long seed = Long.getLong("tributary.seed", new Random().nextLong());
        System.out.println("seed: -Dtributary.seed=" + seed);
        Random random = new Random(seed);
        List<UsageRecord> log = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        SequenceWindow window = SequenceWindow.EMPTY;
        for (int offset = 0; offset < 500; offset++) {
            long sequence = Math.max(0, offset / 3 - random.nextInt(random.nextBoolean() ? 4 : 90));
            String report = Lines.report(
                    new Lines().withUsage("calls", "" + random.nextInt(2)).json());
            UsageRecord record = GATEWAY.record(sequence, offset, NOW, report);
            log.add(record);
            Admission admission = window.admit(sequence, SignedReports.sha256(record.value()));
            if (admission instanceof Admission.Accepted accepted) {
                window = accepted.next();
            }
            expected.add(
                    admission instanceof Admission.Accepted
                            ? "BOOKED"
                            : admission instanceof Admission.Refused refused
                                    ? "REPORT_REFUSED " + refused.reason()
                                    : "DUPLICATE");
        }
        assertThat(expected)
                .contains(
                        "BOOKED",
                        "DUPLICATE",
                        "REPORT_REFUSED " + RejectReason.SEQUENCE_CONFLICT,
                        "REPORT_REFUSED " + RejectReason.SEQUENCE_STALE);
        for (long sequence = 0; sequence < 170; sequence++) {
            for (ReportSighting sighting : trace(sequence, 0, log)) {
                assertThat(verdicts(List.of(sighting)))
                        .as("seed %d, sequence %d, offset %d", seed, sequence, sighting.offset())
                        .containsExactly(expected.get((int) sighting.offset()));
            }
        }
    }

    private static UsageRecord forged(long sequence, long offset, String report) {
        UsageRecord signed = GATEWAY.record(sequence + 1, offset, NOW, report);
        return new UsageRecord(
                signed.partition(),
                offset,
                NOW,
                GATEWAY.gateway(),
                Long.toUnsignedString(sequence),
                signed.signature(),
                false,
                signed.value());
    }
}
