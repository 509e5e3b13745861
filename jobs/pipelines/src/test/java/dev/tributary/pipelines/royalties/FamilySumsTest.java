package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FamilySumsTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 100_000, 2_000);
    private static final long[] FEES = {0, 20_000, 33_333, 50_000};

    private static RevenueSum whole(BigInteger micro, long lines) {
        return new RevenueSum(micro, new UsageSum(MeterTotals.of(lines, 2 * lines, 0, 1), lines));
    }

    /** One by one, with integers without bound, as economics has it. */
    private static final class Slowly {
        final Map<List<Object>, BigInteger> earnings = new HashMap<>();
        final Map<AccountCredit.Key, AccountCredit> treasuries = new HashMap<>();
        final Map<BookEntry.Key, BookEntry> books = new HashMap<>();
        final Map<List<Object>, DownstreamUsage> downstream = new HashMap<>();

        void add(FamilyRevenue revenue) {
            ShareVector family = revenue.family();
            for (RevenueRun run : revenue.runs()) {
                for (int i = 0; i < family.models().size(); i++) {
                    BigInteger amount = Accrual.modelAmount(
                            run.micro(), run.feePpm(), family.shares().get(i));
                    if (amount.signum() != 0) {
                        earnings.merge(
                                List.of(family.models().get(i), revenue.period(), revenue.token(), run.minute()),
                                amount,
                                BigInteger::add);
                    }
                }
                BigInteger fee = Accrual.treasuryNumerator(run.micro(), run.feePpm());
                AccountCredit credit = new AccountCredit(revenue.period(), revenue.token(), run.treasury(), fee);
                treasuries.merge(credit.key(), credit, AccountCredit::plus);
                enter(new BookEntry(revenue.period(), revenue.token(), BookEntry.Book.SHARED_MICRO, run.micro()));
                enter(new BookEntry(revenue.period(), revenue.token(), BookEntry.Book.FEE_NUMERATOR, fee));
            }
            for (String member : family.models()) {
                if (!member.equals(family.model())) {
                    DownstreamUsage usage = new DownstreamUsage(
                            BOOKING.periodStart(revenue.period()),
                            member,
                            revenue.token(),
                            revenue.whole().usage().lines(),
                            revenue.whole().usage().meters(),
                            revenue.whole().micro());
                    downstream.merge(List.of(member, revenue.period(), revenue.token()), usage, DownstreamUsage::plus);
                }
            }
        }

        private void enter(BookEntry entry) {
            books.merge(entry.key(), entry, BookEntry::plus);
        }
    }

    @Test
    void whatIsSummedFirstIsWhatIsSharedOneByOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int draw = 0; draw < 100; draw++) {
            FamilySums sums = new FamilySums();
            Slowly slowly = new Slowly();
            int bits = random.nextInt(1, draw % 2 == 0 ? 63 : 130);
            for (int i = random.nextInt(60); i > 0; i--) {
                FamilyRevenue revenue = randomRevenue(random, bits);
                sums.add(revenue);
                slowly.add(revenue);
            }
            assertSame(sums, slowly, seed);
        }
    }

    private static void assertSame(FamilySums sums, Slowly slowly, long seed) {
        Map<List<Object>, BigInteger> earnings = new HashMap<>();
        sums.forEachEarning(earning -> {
            assertThat(earning.saleOrdinal()).isZero();
            // Fees and treasuries differ for the same minute here, which they never do: their parts are added up
            // behind.
            earnings.merge(
                    List.of(earning.model(), earning.period(), earning.token(), earning.minute()),
                    earning.amount(),
                    BigInteger::add);
        });
        assertThat(earnings).as("seed %d", seed).isEqualTo(slowly.earnings);
        assertThat(sums.treasuries())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(slowly.treasuries.values());
        assertThat(sums.books()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(slowly.books.values());
        List<DownstreamUsage> downstream = new ArrayList<>();
        sums.forEachDownstream(BOOKING, downstream::add);
        assertThat(downstream).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(slowly.downstream.values());
    }

    private static FamilyRevenue randomRevenue(Random random, int bits) {
        List<RevenueRun> runs = new ArrayList<>();
        BigInteger whole = BigInteger.ZERO;
        for (int run = random.nextInt(4); run > 0; run--) {
            BigInteger micro = new BigInteger(bits, random).add(BigInteger.ONE);
            whole = whole.add(micro);
            runs.add(new RevenueRun(
                    random.nextLong(3), FEES[random.nextInt(FEES.length)], "treasury " + random.nextInt(2), micro));
        }
        return new FamilyRevenue(
                family(random), random.nextLong(2), "t" + random.nextInt(2), runs, whole(whole, random.nextLong(100)));
    }

    /** The model last, some members without a share. */
    private static ShareVector family(Random random) {
        List<String> models = new ArrayList<>();
        List<Long> shares = new ArrayList<>();
        long left = 100_000_000;
        for (int member = 0; member < 6; member++) {
            if (random.nextBoolean()) {
                long share = random.nextBoolean() ? 0 : random.nextLong(left + 1);
                models.add("ancestor " + member);
                shares.add(share);
                left -= share;
            }
        }
        String model = "model " + random.nextInt(3);
        models.add(model);
        shares.add(left);
        return new ShareVector(model, models, shares);
    }

    @Test
    void minutesPeriodsAndTokensStayApart() {
        FamilySums sums = new FamilySums();
        ShareVector family = new ShareVector("m", List.of("m"), List.of(100_000_000L));
        for (String token : List.of("t", "u")) {
            for (long period = 0; period < 2; period++) {
                for (long minute = 0; minute < 2; minute++) {
                    RevenueRun run = new RevenueRun(minute, 20_000, "treasury", BigInteger.TEN);
                    sums.add(new FamilyRevenue(family, period, token, List.of(run), whole(BigInteger.TEN, 1)));
                }
            }
        }
        List<ModelEarning> earnings = new ArrayList<>();
        sums.forEachEarning(earnings::add);
        assertThat(earnings).hasSize(8).doesNotHaveDuplicates();
        assertThat(sums.treasuries()).hasSize(4);
        assertThat(sums.books()).hasSize(8);
        assertThat(sums.size()).isEqualTo(8);
    }
}
