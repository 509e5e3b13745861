package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PayersTest {
    @Test
    void aPayerCountsOnceHoweverOftenItPays() {
        byte[] first = Payers.of(List.of("payer 1", "payer 2"));
        byte[] second = Payers.of(List.of("payer 2", "payer 3", "payer 3"));
        assertThat(Payers.count(first)).isEqualTo(2);
        assertThat(Payers.count(Payers.merge(List.of(first, second, Payers.NONE, first))))
                .isEqualTo(3);
    }

    @Test
    void nobodyIsNoByte() {
        byte[] some = Payers.of(List.of("payer"));
        assertThat(Payers.count(Payers.NONE)).isZero();
        assertThat(Payers.merge(List.of(Payers.NONE))).isEmpty();
        assertThat(Payers.merge(List.of(Payers.NONE, some))).isEqualTo(some);
    }

    @Test
    void manyAreCountedAboutInBoundedBytes() {
        List<byte[]> parts = IntStream.range(0, 20)
                .mapToObj(part -> Payers.of(IntStream.range(500 * part, 500 * part + 1_000)
                        .mapToObj(payer -> "payer " + payer)
                        .toList()))
                .toList();
        byte[] all = Payers.merge(parts);
        assertThat(Payers.count(all)).isCloseTo(10_500, within(1_000L));
        assertThat(all.length).isLessThan(1_500);
    }
}
