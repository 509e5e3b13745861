package dev.tributary.domain.royalty.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.lineage.LapEdge;
import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.royalty.statement.StatementLine.Kind;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Worked numbers: a fee of 2.5 %, a child whose parent takes 10 % by LAP, minutes of a second, periods of ten. 1 000 base
 * units of the child give the treasury 25, the parent 97.5 and the child 877.5.
 */
final class AccountStatementTest {
    private static final String TOKEN = "token";
    private static final String OTHER = "someone else";
    private static final BigInteger THOUSAND = BigInteger.valueOf(1_000).multiply(Units.MICRO_PER_UNIT);

    private final MarketHistory history = new MarketHistory();
    private long ordinal;

    @BeforeEach
    void begin() {
        history.fee(dated(0, 25_000L));
        history.treasury(dated(0, "treasury"));
        history.register("parent", RoyaltyPolicy.LAP, 10_000_000, List.of());
        history.register("child", RoyaltyPolicy.LAP, 0, List.of("parent"));
        for (String model : List.of("parent", "child")) {
            history.split(model, dated(0, Split.wholeTo(model + "'s owner")));
            history.terms(model, dated(0, terms(1)));
        }
    }

    private <T> Dated<T> dated(long millis, T value) {
        ordinal++;
        return new Dated<>(millis, ordinal, value);
    }

    private static Terms terms(long callPrice) {
        return new Terms(
                TOKEN,
                List.of(BigInteger.valueOf(callPrice), BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO),
                false);
    }

    private static FundedPart part(long periodMillis, long minuteMillis) {
        return part(periodMillis, periodMillis, minuteMillis);
    }

    private static FundedPart part(long periodMillis, long bookedMillis, long minuteMillis) {
        return new FundedPart(
                periodMillis,
                bookedMillis,
                TOKEN,
                "payer",
                "child",
                minuteMillis,
                THOUSAND,
                new ChargedUsage(3, MeterTotals.of(1, 2, 3, 4), THOUSAND.add(BigInteger.TEN)));
    }

    private AccountStatement statement(String account, long periodMillis) {
        return new AccountStatement(account, periodMillis, periodMillis + 10_000, history);
    }

    private List<StatementLine> lines(String account, long periodMillis, FundedPart... parts) {
        AccountStatement statement = statement(account, periodMillis);
        List.of(parts).forEach(statement::add);
        return statement.lines();
    }

    private static BigInteger numerator(String units) {
        return new BigDecimal(units)
                .multiply(new BigDecimal(Units.NUMERATOR_PER_UNIT))
                .toBigIntegerExact();
    }

    private static List<BigInteger> numerators(List<StatementLine> lines) {
        return lines.stream().map(StatementLine::numerator).toList();
    }

    @Test
    void aChargeIsTracedToTheTreasuryTheParentAndTheModelItself() {
        FundedPart charge = part(10_000, 12_000);
        assertThat(numerators(lines("treasury", 10_000, charge))).containsExactly(numerator("25"));
        assertThat(numerators(lines("parent's owner", 10_000, charge))).containsExactly(numerator("97.5"));
        assertThat(numerators(lines("child's owner", 10_000, charge))).containsExactly(numerator("877.5"));
        assertThat(lines(OTHER, 10_000, charge)).isEmpty();
    }

    @Test
    void aLineSaysWhoPaidForWhatAlongWhichLineage() {
        StatementLine line =
                lines("parent's owner", 10_000, part(10_000, 12_000)).get(0);
        assertThat(line)
                .isEqualTo(new StatementLine(
                        Kind.USAGE,
                        TOKEN,
                        new StatementLine.Reason(
                                "child",
                                "payer",
                                12_000,
                                12_000,
                                10_000,
                                10_000,
                                THOUSAND,
                                new ChargedUsage(3, MeterTotals.of(1, 2, 3, 4), THOUSAND.add(BigInteger.TEN)),
                                terms(1),
                                null),
                        new StatementLine.Part(
                                "parent",
                                new LineageRoute.Absolute(
                                        List.of(new LapEdge("child", "parent", 10_000_000)),
                                        List.of("child", "parent")),
                                25_000,
                                10_000,
                                null),
                        numerator("97.5")));
    }

    @Test
    void minutesOfWhichEverythingIsTheSameAreOneLine() {
        StatementLine line = lines(
                        "child's owner", 10_000, part(10_000, 14_000), part(10_000, 12_000), part(10_000, 13_000))
                .get(0);
        assertThat(line.reason().firstMinuteMillis()).isEqualTo(12_000);
        assertThat(line.reason().lastMinuteMillis()).isEqualTo(14_000);
        assertThat(line.reason().usage())
                .isEqualTo(new ChargedUsage(
                        9,
                        MeterTotals.of(3, 6, 9, 12),
                        THOUSAND.add(BigInteger.TEN).multiply(BigInteger.valueOf(3))));
        assertThat(line.numerator()).isEqualTo(numerator("2632.5"));
    }

    @Test
    void aChangeOfPriceFeeOrSplitBeginsAnotherLine() {
        history.terms("child", dated(13_000, terms(2)));
        history.fee(dated(14_000, 50_000L));
        history.split("child", dated(15_000, new Split(List.of("child's owner", OTHER), List.of(2_500, 7_500))));
        FundedPart[] minutes = {
            part(10_000, 12_000), part(10_000, 13_000), part(10_000, 14_000), part(10_000, 15_000), part(10_000, 16_000)
        };
        assertThat(numerators(lines("child's owner", 10_000, minutes)))
                .containsExactly(numerator("877.5"), numerator("877.5"), numerator("855"), numerator("427.5"));
        assertThat(numerators(lines(OTHER, 10_000, minutes))).containsExactly(numerator("1282.5"));
    }

    @Test
    void whatIsPaidLateSaysWhenItWasBooked() {
        StatementLine line =
                lines("child's owner", 20_000, part(20_000, 10_000, 12_000)).get(0);
        assertThat(line.kind()).isEqualTo(Kind.USAGE);
        assertThat(line.reason().bookedMillis()).isEqualTo(10_000);
        assertThat(line.reason().accruedMillis()).isEqualTo(20_000);
    }

    @Test
    void whatADisputeHeldIsPaidInThePeriodOfItsEndAndTracedBack() {
        history.frozen("child", 11_000, ++ordinal);
        history.unfrozen("child", 25_000, ++ordinal, "rightful owner");
        FundedPart before = part(10_000, 10_000);
        FundedPart held = part(10_000, 12_000);
        FundedPart late = part(20_000, 13_000);
        FundedPart after = part(20_000, 25_000);
        assertThat(numerators(lines("child's owner", 10_000, before, held))).containsExactly(numerator("877.5"));
        assertThat(lines("rightful owner", 10_000, before, held)).isEmpty();
        assertThat(lines("parent's owner", 10_000, before, held)).hasSize(1);

        List<StatementLine> released = lines("rightful owner", 20_000, held, late, after);
        assertThat(released.stream().map(StatementLine::kind)).containsExactly(Kind.USAGE, Kind.RELEASE);
        assertThat(released.get(1).reason().accruedMillis()).isEqualTo(10_000);
        assertThat(released.get(1).part().freeze()).isZero();
        assertThat(numerators(released)).containsExactly(numerator("877.5"), numerator("877.5"));
        assertThat(numerators(lines("child's owner", 20_000, held, late, after)))
                .containsExactly(numerator("877.5"));
    }

    @Test
    void whatComesAfterTheEndOfADisputeGoesToItsDestinationAtOnceAndNothingTwice() {
        history.frozen("child", 11_000, ++ordinal);
        history.unfrozen("child", 19_999, ++ordinal, "rightful owner");
        assertThat(numerators(lines("rightful owner", 20_000, part(10_000, 12_000), part(20_000, 12_000))))
                .containsExactly(numerator("877.5"));
        assertThat(numerators(lines("rightful owner", 10_000, part(10_000, 12_000))))
                .containsExactly(numerator("877.5"));
    }

    @Test
    void aDisputeThatEndsExactlyWithAPeriodIsPaidInTheNext() {
        history.frozen("child", 11_000, ++ordinal);
        history.unfrozen("child", 20_000, ++ordinal, null);
        assertThat(lines("child's owner", 10_000, part(10_000, 12_000))).isEmpty();
        assertThat(numerators(lines("child's owner", 20_000, part(10_000, 12_000))))
                .containsExactly(numerator("877.5"));
        assertThat(lines("child's owner", 30_000, part(10_000, 12_000))).isEmpty();
    }

    @Test
    void aSaleIsSharedWithoutAFeeByItsOwnPlaceInTheLog() {
        long sold = ++ordinal;
        history.split("child", dated(15_000, Split.wholeTo("buyer")));
        SaleRevenue sale = new SaleRevenue("child", TOKEN, BigInteger.valueOf(7), 15_000, sold, "0x12");
        AccountStatement owner = statement("child's owner", 10_000);
        owner.add(sale);
        assertThat(numerators(owner.lines())).containsExactly(numerator("6.3"));
        assertThat(owner.lines().get(0).kind()).isEqualTo(Kind.SALE);
        AccountStatement buyer = statement("buyer", 10_000);
        buyer.add(sale);
        assertThat(buyer.lines()).isEmpty();
        AccountStatement next = statement("child's owner", 20_000);
        next.add(sale);
        assertThat(next.lines()).isEmpty();
    }

    /** Whoever reads the history from tables may lack some of it. */
    @Test
    void whatTheHistoryLacksIsNamed() {
        history.register("orphan", RoyaltyPolicy.LAP, 0, List.of());
        history.split("orphan", dated(13_000, Split.wholeTo(OTHER)));
        history.terms("orphan", dated(14_000, terms(1)));
        AccountStatement statement = statement(OTHER, 10_000);
        assertThatThrownBy(() -> statement.add(orphan(12_000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no split of model orphan is known at 1970-01-01T00:00:12Z");
        assertThatThrownBy(() -> statement.add(orphan(13_000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no terms of model orphan are known at 1970-01-01T00:00:13Z");
        AccountStatement treasury = new AccountStatement("treasury", 10_000, 20_000, feeless());
        assertThatThrownBy(() -> treasury.add(orphan(14_000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no fee is known at 1970-01-01T00:00:14Z");
    }

    private static FundedPart orphan(long minuteMillis) {
        return new FundedPart(10_000, 10_000, TOKEN, "payer", "orphan", minuteMillis, THOUSAND, null);
    }

    private MarketHistory feeless() {
        MarketHistory lacking = new MarketHistory();
        lacking.register("orphan", RoyaltyPolicy.LAP, 0, List.of());
        lacking.terms("orphan", dated(0, terms(1)));
        lacking.treasury(dated(0, "treasury"));
        return lacking;
    }

    /** No batch has a line for it. */
    @Test
    void aLicenceThatWasFreeGivesNobodyALine() {
        AccountStatement owner = statement("child's owner", 10_000);
        owner.add(new SaleRevenue("child", TOKEN, BigInteger.ZERO, 15_000, ++ordinal, "0x12"));
        assertThat(AccountStatement.sums(owner.lines())).isEmpty();
    }

    @Test
    void aWithdrawalIsThePayersOwnMoney() {
        AccountStatement statement = statement("payer", 10_000);
        statement.addWithdrawal(TOKEN, BigInteger.valueOf(3_000_000));
        statement.addWithdrawal("unused", BigInteger.ZERO);
        assertThat(AccountStatement.sums(statement.lines()))
                .containsOnlyKeys(TOKEN)
                .containsValue(numerator("3"));
    }

    @Test
    void onlyWhatMayConcernTheAccountHasToBeRead() {
        history.frozen("parent", 11_000, ++ordinal);
        history.unfrozen("parent", 25_000, ++ordinal, OTHER);
        AccountStatement other = statement(OTHER, 20_000);
        assertThat(other.concernsEveryModel()).isFalse();
        assertThat(other.earningModels()).containsExactly("child", "parent");
        assertThat(other.held())
                .containsExactly(new HeldSpan(new TreeSet<>(Set.of("child", "parent")), 11_000, 25_000));
        assertThat(statement(OTHER, 30_000).held()).isEmpty();
        assertThat(statement("child's owner", 20_000).earningModels()).containsExactly("child");
        assertThat(statement("treasury", 20_000).concernsEveryModel()).isTrue();
    }
}
