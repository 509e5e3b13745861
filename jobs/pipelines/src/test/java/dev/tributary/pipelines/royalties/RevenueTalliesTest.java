package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RevenueTalliesTest {
    private record Sum(String model, RevenueBucket bucket, RevenueSum sum) {}

    private final RevenueTallies tallies = new RevenueTallies();

    private static Charge charge(String token, long minute, String model, Random random) {
        MeterTotals meters =
                MeterTotals.of(random.nextInt(9), random.nextInt(9), random.nextInt(9), random.nextLong(1L << 62));
        return new Charge(token, "p", 7, minute, model, BigInteger.TEN, meters, random.nextInt(5));
    }

    /** In rounds of very different sizes, since what a table keeps of one must not be seen in the next. */
    @Test
    void sumsAreThoseOfAMapByModelInTheOrderInWhichTheyBegan() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Map<String, Map<RevenueBucket, RevenueSum>> expected = new LinkedHashMap<>();
            int models = 1 + random.nextInt(round % 10 == 0 ? 3_000 : 30);
            for (int i = random.nextInt(20 * models); i > 0; i--) {
                long period = 7L + random.nextInt(2);
                long minute = random.nextInt(6) - 3L;
                String token = random.nextInt(5) == 0 ? "u" : "t";
                Charge charge = charge(token, minute, "m" + random.nextInt(models), random);
                BigInteger micro = BigInteger.valueOf(random.nextLong());
                tallies.add(period, charge, micro);
                expected.computeIfAbsent(charge.model(), model -> new LinkedHashMap<>())
                        .merge(
                                new RevenueBucket(period, minute, token),
                                new RevenueSum(micro, new UsageSum(charge.meters(), charge.lines())),
                                RevenueSum::plus);
            }
            assertThat(tallies.size())
                    .isEqualTo(expected.values().stream().mapToInt(Map::size).sum());
            List<Sum> sums = new ArrayList<>();
            expected.forEach(
                    (model, ofModel) -> ofModel.forEach((bucket, sum) -> sums.add(new Sum(model, bucket, sum))));
            assertThat(drained()).as("seed %d", seed).isEqualTo(sums);
            assertThat(tallies.size()).isZero();
        }
    }

    private List<Sum> drained() {
        List<Sum> drained = new ArrayList<>();
        tallies.drain(revenue -> {
            List<MinuteRevenue> minutes = new ArrayList<>();
            revenue.unpackInto(minutes, new TextTable());
            minutes.forEach(minute -> drained.add(new Sum(
                    revenue.model(),
                    new RevenueBucket(revenue.period(), minute.minute(), minute.token()),
                    minute.sum())));
        });
        return drained;
    }
}
