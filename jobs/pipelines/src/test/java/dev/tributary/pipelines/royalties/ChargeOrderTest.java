package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChargeOrderTest {
    private static final Comparator<Charge> PLAIN =
            Comparator.comparingLong(Charge::minute).thenComparing(Charge::model);

    /** Next to the bounds of what {@link ChargeOrder} reads: the empty text, ASCII, Latin and all others. */
    private static final char[] CHARACTERS = {
        0, 1, '0', 'a', 'f', 'x', '~', 0x7e, 0x7f, 0x80, 0x81, 0xff, 0x100, 0x7fff, 0x8000, 0xd83d, 0xde00, 0xffff
    };

    private final long seed = Long.getLong("tributary.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private static Charge charge(long minute, String model, long micro) {
        return new Charge("t", "p", 7, minute, model, BigInteger.valueOf(micro), MeterTotals.of(1, 2, 3, 4), 1);
    }

    /** An id as the registry has them; many begin alike, some until far behind what is read of them. */
    private String id() {
        int same = random.nextInt(4) == 0 ? 60 : random.nextInt(10);
        StringBuilder id = new StringBuilder("0x").append("7".repeat(same));
        while (id.length() < 66) {
            id.append(Character.forDigit(random.nextInt(16), 16));
        }
        return id.toString();
    }

    private String text() {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "0x123456".substring(random.nextInt(9)));
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private String model() {
        return random.nextBoolean() ? id() : text();
    }

    private long minute() {
        return switch (random.nextInt(20)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextInt(4) - 1;
        };
    }

    @Test
    void theOrderIsThatOfMinutesAndTexts() {
        for (int round = 0; round < 2_000; round++) {
            List<String> models = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                models.add(model());
            }
            List<Charge> charges = new ArrayList<>();
            for (int i = random.nextInt(100); i > 0; i--) {
                charges.add(charge(minute(), models.get(random.nextInt(models.size())), i));
            }
            SortedMap<Charge, Charge> expected = new TreeMap<>(PLAIN);
            charges.removeIf(charge -> expected.putIfAbsent(charge, charge) != null);
            assertThat(ChargeOrder.sorted(charges)).as("seed %d", seed).containsExactlyElementsOf(expected.values());
        }
    }

    @Test
    void twoChargesOfOneMinuteAndModelHaltWhereverTheyStand() {
        List<Charge> charges = List.of(charge(5, "a", 1_000_000), charge(5, "b", 7), charge(5, "a", 2_000_000));
        assertThatThrownBy(() -> ChargeOrder.sorted(charges))
                .hasRootCauseInstanceOf(SettlementHalted.class)
                .rootCause()
                .hasMessage("CHARGED_TWICE: payer p is charged twice for model a in minute 5 of period 7: 1000000 and"
                        + " 2000000 micro units of t for 1 and 1 lines.");
    }

    @Test
    void noBeginningSaysOtherwiseThanTheTexts() {
        for (int i = 0; i < 300_000; i++) {
            String one = model();
            String other = model();
            int byBeginning = Long.compare(ChargeOrder.beginning(one), ChargeOrder.beginning(other));
            assertThat(byBeginning == 0 || byBeginning == Integer.signum(one.compareTo(other)))
                    .as("seed %d, %s and %s", seed, one, other)
                    .isTrue();
        }
    }

    @Test
    void idsAreToldApartByTheirBeginnings() {
        assertThat(ChargeOrder.beginning("0x1234567" + "0".repeat(57)))
                .isNotEqualTo(ChargeOrder.beginning("0x1234568" + "0".repeat(57)))
                .isPositive();
    }
}
