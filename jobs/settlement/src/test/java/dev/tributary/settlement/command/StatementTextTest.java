package dev.tributary.settlement.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.lineage.LapEdge;
import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.SaleRevenue;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.TokenStatement;
import dev.tributary.settlement.statement.UntoldEpoch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole texts, as people see them. */
final class StatementTextTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-01-01T01:00:00Z");
    private static final long START_MILLIS = START.toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final String TOKEN = "0x" + "11".repeat(20);
    private static final String PAYER = "0x" + "9a".repeat(20);
    private static final String ACCOUNT = "0x" + "ac".repeat(20);
    private static final String A = id("a0");
    private static final String B = id("b0");
    private static final String C = id("c0");
    private static final String D = id("d0");

    private static String id(String octet) {
        return "0x" + octet.repeat(32);
    }

    private static BigInteger micro(String units) {
        return new BigDecimal(units).movePointRight(6).toBigIntegerExact();
    }

    private static BigInteger numerator(String units) {
        return new BigDecimal(units)
                .multiply(new BigDecimal(Units.NUMERATOR_PER_UNIT))
                .toBigIntegerExact();
    }

    private static StatementLine.Reason used(String units, String charge, long bookedMillis, long lastMinuteMillis) {
        return new StatementLine.Reason(
                D,
                PAYER,
                bookedMillis,
                lastMinuteMillis,
                bookedMillis,
                START_MILLIS,
                micro(units),
                new ChargedUsage(12, MeterTotals.of(34, 5_600, 780, 9_000), micro(charge)),
                null,
                null);
    }

    private static StatementLine.Part part(
            String receiver, LineageRoute route, long feePpm, int basisPoints, @Nullable Integer freeze) {
        return new StatementLine.Part(receiver, route, feePpm, basisPoints, freeze);
    }

    private static StatementLine line(
            StatementLine.Kind kind, StatementLine.Reason reason, StatementLine.Part part, String units) {
        return new StatementLine(kind, TOKEN, reason, part, numerator(units));
    }

    private static List<String> rows(String total, StatementLine... lines) {
        return StatementText.rows(new EpochStatement(
                ACCOUNT,
                7,
                START,
                END,
                "FINAL",
                id("77"),
                List.of(new TokenStatement(TOKEN, numerator(total), numerator("0.5"), List.of(lines)))));
    }

    private static void assertText(List<String> rows, String text) {
        assertThat(String.join("\n", rows) + "\n").isEqualTo(text);
        assertThat(rows).allMatch(row -> row.length() <= 120, "at most 120 columns");
    }

    @Test
    void absoluteSharesShowThePathFromWhatWasUsedToWhatEarnsAndEveryEdgeThatCounts() {
        LineageRoute route = new LineageRoute.Absolute(
                List.of(new LapEdge(B, A, 5_000_000), new LapEdge(C, A, 5_000_000)), List.of(D, B, A));
        assertText(
                rows(
                        "48.75",
                        line(
                                StatementLine.Kind.USAGE,
                                used("1000", "1000", START_MILLIS, START_MILLIS + 4 * MINUTE),
                                part(A, route, 25_000, 5_000, null),
                                "48.75")),
                """
                epoch 7  2026-01-01T00:00:00Z .. 2026-01-01T01:00:00Z  FINAL
                  root 0x7777777777777777777777777777777777777777777777777777777777777777
                  token 0x1111111111111111111111111111111111111111
                    usage of model 0xd0d0d0d0..d0d0d0, through 0xa0a0a0a0..a0a0a0
                      LAP path 0xd0d0d0d0..d0d0d0 -> 0xb0b0b0b0..b0b0b0 -> 0xa0a0a0a0..a0a0a0
                      LAP edges 0xb0b0b0b0..b0b0b0 -> 0xa0a0a0a0..a0a0a0 5 %, 0xc0c0c0c0..c0c0c0 -> 0xa0a0a0a0..a0a0a0 5 %
                      2026-01-01T00:00:00Z .. 2026-01-01T00:04:00Z  payer 0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a
                      12 lines, 34 calls, 5600 input and 780 output tokens, 9000 ms
                      1000, less fee 2.5 %, lineage 10 %, split 50 % = 48.75
                    total 48.75 earned
                      + 0.5 brought forward = 49 payable
                      + 0.25 carried forward (only whole units can be claimed)
                """);
    }

    @Test
    void relativeSharesShowThePathAndWhatFlowsInAndOn() {
        LineageRoute route = new LineageRoute.Relative(6_300_000, 70_000, List.of(D, B, A));
        assertText(
                rows(
                        "45.572060625",
                        line(
                                StatementLine.Kind.USAGE,
                                used("750.25", "1000", START_MILLIS - 60 * MINUTE, START_MILLIS - 60 * MINUTE),
                                part(A, route, 25_000, 10_000, null),
                                "45.572060625")),
                """
                epoch 7  2026-01-01T00:00:00Z .. 2026-01-01T01:00:00Z  FINAL
                  root 0x7777777777777777777777777777777777777777777777777777777777777777
                  token 0x1111111111111111111111111111111111111111
                    usage of model 0xd0d0d0d0..d0d0d0, through 0xa0a0a0a0..a0a0a0
                      LRP path 0xd0d0d0d0..d0d0d0 -> 0xb0b0b0b0..b0b0b0 -> 0xa0a0a0a0..a0a0a0: in 6.3 %, passed on 0.07 %
                      2025-12-31T23:00:00Z  payer 0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a, booked in the period of
                          2025-12-31T23:00:00Z
                      12 lines, 34 calls, 5600 input and 780 output tokens, 9000 ms, charged 1000 of which covered now 750.25
                      750.25, less fee 2.5 %, lineage 6.23 %, split 100 % = 45.572060625
                    total 45.572060625 earned
                      + 0.5 brought forward = 46 payable
                      + 0.072060625 carried forward (only whole units can be claimed)
                """);
    }

    @Test
    void aLongPathIsShownWhole() {
        List<String> path = Stream.of("d0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8")
                .map(StatementTextTest::id)
                .toList();
        LineageRoute route = new LineageRoute.Absolute(List.of(new LapEdge(path.get(7), path.get(8), 1_000_000)), path);
        List<String> rows = rows(
                "9.75",
                line(
                        StatementLine.Kind.USAGE,
                        used("1000", "1000", START_MILLIS, START_MILLIS),
                        part(path.get(8), route, 25_000, 10_000, null),
                        "9.75"));
        assertText(rows.subList(3, 7), """
                usage of model 0xd0d0d0d0..d0d0d0, through 0xe8e8e8e8..e8e8e8
                  LAP path 0xd0d0d0d0..d0d0d0 -> 0xe1e1e1e1..e1e1e1 -> 0xe2e2e2e2..e2e2e2 -> 0xe3e3e3e3..e3e3e3 ->
                      0xe4e4e4e4..e4e4e4 -> 0xe5e5e5e5..e5e5e5 -> 0xe6e6e6e6..e6e6e6 -> 0xe7e7e7e7..e7e7e7 -> 0xe8e8e8e8..e8e8e8
                  LAP edges 0xe7e7e7e7..e7e7e7 -> 0xe8e8e8e8..e8e8e8 1 %
            """);
    }

    @Test
    void feesSalesReleasesAndWithdrawalsSayWhatTheyAre() {
        SaleRevenue sale = new SaleRevenue(D, TOKEN, BigInteger.valueOf(70), START_MILLIS + 1_000, 57, id("57"));
        StatementLine.Reason sold = new StatementLine.Reason(
                D,
                null,
                START_MILLIS + 1_000,
                START_MILLIS + 1_000,
                START_MILLIS,
                START_MILLIS,
                micro("70"),
                null,
                null,
                sale);
        StatementLine.Reason held = new StatementLine.Reason(
                D,
                PAYER,
                START_MILLIS - 120 * MINUTE,
                START_MILLIS - 119 * MINUTE,
                START_MILLIS - 120 * MINUTE,
                START_MILLIS - 120 * MINUTE,
                micro("10"),
                null,
                null,
                null);
        StatementLine.Reason withdrawn = new StatementLine.Reason(
                null, PAYER, START_MILLIS, START_MILLIS, START_MILLIS, START_MILLIS, micro("3"), null, null, null);
        LineageRoute own = new LineageRoute.Own(D, 10_000_000, 0);
        assertText(
                rows(
                        "99.775",
                        line(
                                StatementLine.Kind.PLATFORM_FEE,
                                used("1000", "1000", START_MILLIS, START_MILLIS),
                                new StatementLine.Part(null, null, 25_000, 10_000, null),
                                "25"),
                        line(StatementLine.Kind.SALE, sold, part(D, own, 0, 10_000, null), "63"),
                        line(StatementLine.Kind.RELEASE, held, part(D, own, 25_000, 10_000, 0), "8.775"),
                        line(
                                StatementLine.Kind.WITHDRAWAL,
                                withdrawn,
                                new StatementLine.Part(null, null, 0, 10_000, null),
                                "3")),
                """
                epoch 7  2026-01-01T00:00:00Z .. 2026-01-01T01:00:00Z  FINAL
                  root 0x7777777777777777777777777777777777777777777777777777777777777777
                  token 0x1111111111111111111111111111111111111111
                    platform fee on usage of model 0xd0d0d0d0..d0d0d0
                      2026-01-01T00:00:00Z  payer 0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a
                      12 lines, 34 calls, 5600 input and 780 output tokens, 9000 ms
                      1000, fee 2.5 % = 25
                    licence of own model 0xd0d0d0d0..d0d0d0
                      2026-01-01T00:00:01Z  transaction 0x5757575757575757575757575757575757575757575757575757575757575757
                      70, lineage 90 %, split 100 % = 63
                    released: usage of own model 0xd0d0d0d0..d0d0d0, by the end of dispute 1 over 0xd0d0d0d0..d0d0d0
                      2025-12-31T22:00:00Z .. 2025-12-31T22:01:00Z  payer 0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a, earned in the
                          period of 2025-12-31T22:00:00Z
                      10, less fee 2.5 %, lineage 90 %, split 100 % = 8.775
                    withdrawal of the prepaid balance
                      2026-01-01T00:00:00Z  payer 0x9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a
                      3 = 3
                    total 99.775 earned
                      + 0.5 brought forward = 100 payable
                      + 0.275 carried forward (only whole units can be claimed)
                """);
    }

    @Test
    void anEpochThatCannotBeToldIsNamedWithTheReason() {
        assertText(
                StatementText.rows(new UntoldEpoch(
                        2,
                        Problem.STATEMENT_NOT_WHOLE,
                        "The reasons found sum to {}, the batch says more. The epoch was revised: its lines are of"
                                + " revision 2, which a replay gave.")),
                """
                epoch 2  no statement, STATEMENT_NOT_WHOLE
                  The reasons found sum to {}, the batch says more. The epoch was revised: its lines are of revision 2, which a replay
                      gave.
                """);
    }

    @Test
    void anEpochThatChangedNothingSaysSo() {
        assertText(StatementText.rows(new EpochStatement(ACCOUNT, 3, START, END, "SEALED", null, List.of())), """
            epoch 3  2026-01-01T00:00:00Z .. 2026-01-01T01:00:00Z  SEALED
              nothing changed for this account
            """);
    }
}
