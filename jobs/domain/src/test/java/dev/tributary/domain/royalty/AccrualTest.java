package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.Vectors;
import dev.tributary.domain.lineage.Families;
import dev.tributary.domain.money.ProductSum;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

final class AccrualTest {
    @Test
    void everyWorkedCaseIsPaidToTheUnit() {
        Vectors.read("accrual.json").forEach(worked -> {
            Map<String, BigInteger> numerators = accrue(worked);
            worked.get("payable").properties().forEach(payable -> assertThat(
                            Units.payableFloor(numerators.getOrDefault(payable.getKey(), BigInteger.ZERO)))
                    .as("%s of %s", payable.getKey(), worked)
                    .isEqualTo(new BigInteger(payable.getValue().asText())));
            BigInteger paid =
                    numerators.values().stream().map(Units::payableFloor).reduce(BigInteger.ZERO, BigInteger::add);
            assertThat(new BigInteger(worked.get("total").asText()).subtract(paid))
                    .isEqualTo(new BigInteger(worked.get("residual").asText()));
        });
    }

    @Test
    void theNumeratorsOfAChargeAddUpToExactlyTheCharge() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            BigInteger micro = new BigInteger(random.nextInt(1, 150), random);
            long fee = random.nextLong(20_000, 50_001);
            Split split = randomSplit(random);
            long share = random.nextLong(100_000_001);
            BigInteger sum = Accrual.treasuryNumerator(micro, fee)
                    .add(sum(Accrual.split(Accrual.modelAmount(micro, fee, share), split)))
                    .add(sum(Accrual.split(Accrual.modelAmount(micro, fee, 100_000_000 - share), split)));
            assertThat(sum).as("seed %d", seed).isEqualTo(micro.multiply(Units.NUMERATOR_PER_MICRO));
        }
    }

    @Test
    void chargesUnderOneFeeMayBeSummedBeforeTheFeeIsTaken() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long fee = random.nextLong(20_000, 50_001);
            int bits = random.nextInt(1, 150);
            ProductSum shared = new ProductSum();
            BigInteger oneByOne = BigInteger.ZERO;
            for (int charge = random.nextInt(1, 50); charge > 0; charge--) {
                BigInteger micro = new BigInteger(bits, random);
                long share = random.nextLong(100_000_001);
                shared.add(micro, share);
                oneByOne = oneByOne.add(Accrual.modelAmount(micro, fee, share));
            }
            assertThat(Accrual.modelAmount(shared.value(), fee))
                    .as("seed %d", seed)
                    .isEqualTo(oneByOne);
        }
    }

    @Test
    void aChargeIsExactBecausePricesArePerMillion() {
        Terms terms = new Terms(
                "0xtoken",
                List.of(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3), BigInteger.valueOf(5)),
                false);
        assertThat(terms.chargeMicro(MeterTotals.of(7, 11, 13, 17))).isEqualTo(7 + 22 + 39 + 85);
    }

    @Test
    void anAccountNamedUnderTwoModelsEarnsFromBoth() {
        Split split = new Split(List.of("a", "b"), List.of(2_500, 7_500));
        assertThat(Accrual.split(BigInteger.valueOf(4), split))
                .containsExactly(
                        Map.entry("a", BigInteger.valueOf(10_000)), Map.entry("b", BigInteger.valueOf(30_000)));
    }

    private static Map<String, BigInteger> accrue(JsonNode worked) {
        JsonNode family = Families.named(worked.get("graph").asText());
        SortedMap<String, Long> shares =
                Families.graph(family).shares(family.get("payTo").asText());
        long fee = worked.get("feePpm").asLong();
        Map<String, BigInteger> numerators = new HashMap<>();
        for (JsonNode payment : worked.get("payments")) {
            BigInteger micro = new BigInteger(payment.asText()).multiply(Units.MICRO_PER_UNIT);
            numerators.merge("__platform__", Accrual.treasuryNumerator(micro, fee), BigInteger::add);
            shares.forEach((model, share) -> Accrual.split(Accrual.modelAmount(micro, fee, share), Split.wholeTo(model))
                    .forEach((account, numerator) -> numerators.merge(account, numerator, BigInteger::add)));
        }
        return numerators;
    }

    private static Split randomSplit(Random random) {
        int first = random.nextInt(1, 9_999);
        int second = random.nextInt(1, 10_000 - first);
        int third = 10_000 - first - second;
        return third == 0
                ? new Split(List.of("a", "b"), List.of(first, second))
                : new Split(List.of("a", "b", "c"), List.of(first, second, third));
    }

    private static BigInteger sum(Map<String, BigInteger> numerators) {
        return numerators.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
