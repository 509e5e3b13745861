package dev.tributary.settlement.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.settlement.trace.LineFate;
import dev.tributary.settlement.trace.Trace;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole texts, as people see them. */
final class TraceTextTest {
    private static final Instant PERIOD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-01-01T01:00:00Z");
    private static final String GATEWAY = "0x" + "6a".repeat(20);
    private static final String TOKEN = "0x" + "11".repeat(20);
    private static final LineFate.Price PRICE = new LineFate.Price(
            TOKEN,
            List.of(BigInteger.valueOf(9_000_000), BigInteger.TEN, BigInteger.TWO, BigInteger.ZERO),
            BigInteger.valueOf(9_000_038));

    private static final ReportSighting BOOKED = new ReportSighting(
            3,
            17,
            PERIOD.plusSeconds(130),
            PERIOD.plusSeconds(130).toEpochMilli(),
            Verdict.BOOKED,
            2,
            null,
            null,
            new TracedLine(
                    "0x" + "d0".repeat(32),
                    "0x" + "9a".repeat(20),
                    "17",
                    PERIOD.plusSeconds(120).toEpochMilli(),
                    PERIOD.toEpochMilli(),
                    NEXT.toEpochMilli(),
                    MeterTotals.of(1, 3, 4, 5),
                    "{}"));

    private static List<String> rows(@Nullable LineFate fate, ReportSighting... sightings) {
        return TraceText.rows(new Trace(GATEWAY, "5", 1, List.of(sightings), fate));
    }

    private static List<String> booked(long chargeMicro, long waitingMicro, LineFate.Close... closes) {
        return rows(
                new LineFate(
                        LineFate.Stage.COUNTED,
                        null,
                        PRICE,
                        new LineFate.Charge(
                                TOKEN,
                                BigInteger.valueOf(chargeMicro),
                                2,
                                MeterTotals.of(2, 6, 8, 10),
                                BigInteger.valueOf(waitingMicro),
                                List.of(closes))),
                BOOKED);
    }

    private static LineFate.Close close(
            Instant period, long fundedMicro, long voidMicro, long writtenOffMicro, LineFate.@Nullable Batch batch) {
        return new LineFate.Close(
                period,
                BigInteger.valueOf(fundedMicro),
                BigInteger.valueOf(voidMicro),
                BigInteger.valueOf(writtenOffMicro),
                batch);
    }

    private static void assertText(List<String> rows, String text) {
        assertThat(String.join("\n", rows) + "\n").isEqualTo(text);
        assertThat(rows).allMatch(row -> row.length() <= 120, "at most 120 columns");
    }

    /** Below what is the same of every line that was booked. */
    private static void assertFate(List<String> rows, String status, String fate) {
        assertThat(rows.get(1)).isEqualTo("status    " + status);
        assertText(rows.subList(9, rows.size()), fate);
    }

    @Test
    void aSettledLineIsShownFromItsReportToItsBatches() {
        assertText(
                booked(
                        18_000_076,
                        0,
                        close(PERIOD, 7_000_076, 0, 0, new LineFate.Batch(4, "FINAL", "0x" + "77".repeat(32))),
                        close(NEXT, 11_000_000, 0, 0, new LineFate.Batch(5, "SEALED", null))),
                """
                line      1 of report 5 of gateway 0x6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a
                status    SETTLED
                report    partition 3, offset 17, appended 2026-01-01T00:02:10Z: accepted, one of 2 lines
                model     0xd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0
                payer     0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a, pass 17
                used      1 calls, 3 input and 4 output tokens, 5 ms
                minute    2026-01-01T00:02:00Z
                period    2026-01-01T00:00:00Z .. 2026-01-01T01:00:00Z
                price     [9000000, 10, 2, 0] per million calls, input and output tokens, ms; the line costs 9.000038
                charge    18.000076 base units of token 0x1111111111111111111111111111111111111111 for 2 lines of payer, model and
                    minute
                close     period 2026-01-01T00:00:00Z: 7.000076 funded, epoch 4 FINAL
                          root 0x7777777777777777777777777777777777777777777777777777777777777777
                close     period 2026-01-01T01:00:00Z: 11 funded, epoch 5 SEALED
                """);
    }

    @Test
    void aLineThatNobodyHasPaidForWaits() {
        assertFate(
                booked(18_000_076, 18_000_076, close(PERIOD, 0, 0, 0, new LineFate.Batch(4, "SEALED", null))),
                "WAITING",
                """
                charge    18.000076 base units of token 0x1111111111111111111111111111111111111111 for 2 lines of payer, model and
                    minute
                close     period 2026-01-01T00:00:00Z: nothing funded, epoch 4 SEALED
                waiting   18.000076 for the payer's next deposit
                """);
    }

    @Test
    void aLineOverTheLimitOrGivenUpIsNotOwed() {
        assertFate(
                booked(18_000_076, 0, close(PERIOD, 0, 8_000_000, 0, null), close(NEXT, 0, 0, 10_000_076, null)),
                "NOT_OWED",
                """
                charge    18.000076 base units of token 0x1111111111111111111111111111111111111111 for 2 lines of payer, model and
                    minute
                close     period 2026-01-01T00:00:00Z: 8 void, over the spend limit, in no sealed epoch
                close     period 2026-01-01T01:00:00Z: 10.000076 written off, in no sealed epoch
                """);
    }

    @Test
    void aLineThatIsCoveredAndNotSealedIsFunded() {
        assertFate(booked(18_000_076, 0, close(PERIOD, 18_000_076, 0, 0, null)), "FUNDED", """
            charge    18.000076 base units of token 0x1111111111111111111111111111111111111111 for 2 lines of payer, model and
                minute
            close     period 2026-01-01T00:00:00Z: 18.000076 funded, in no sealed epoch
            """);
    }

    @Test
    void aLineWhosePeriodIsOpenSaysWhatCloses() {
        assertFate(rows(new LineFate(LineFate.Stage.PENDING, null, null, null), BOOKED), "PENDING", """
            pending   the period closes when every usage partition's clock, less the grace, and a final block
                      have reached its end, 2026-01-01T01:00:00Z
            """);
    }

    @Test
    void aLineThatWasRefusedAtTheCloseSaysWithWhat() {
        assertFate(
                rows(
                        new LineFate(
                                LineFate.Stage.REFUSED,
                                new LineFate.Refusal("PASS_INVALID", "pass 17 was revoked", 3),
                                PRICE,
                                null),
                        BOOKED),
                "REFUSED",
                """
                refused   PASS_INVALID, with all 3 lines of its kind and minute
                          pass 17 was revoked
                """);
    }

    @Test
    void aReportThatWasRefusedSaysWhereAndWhy() {
        assertText(
                rows(
                        null,
                        new ReportSighting(
                                3,
                                18,
                                PERIOD,
                                PERIOD.plusMillis(1).toEpochMilli(),
                                Verdict.REPORT_REFUSED,
                                0,
                                RejectReason.SIGNATURE_INVALID,
                                "signed by somebody else",
                                null)),
                """
                line      1 of report 5 of gateway 0x6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a
                status    REFUSED
                report    partition 3, offset 18, appended 2026-01-01T00:00:00Z: refused whole, SIGNATURE_INVALID
                          the partition's clock was ahead, at 2026-01-01T00:00:00.001Z
                          signed by somebody else
                """);
    }
}
