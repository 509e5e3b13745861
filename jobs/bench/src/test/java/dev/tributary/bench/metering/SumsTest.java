package dev.tributary.bench.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SumsTest {
    private static final Sums.Sum SUM = new Sums.Sum(1, 2, 3, 4, 5);

    @Test
    void theOrderThatSumsAreFoundInDoesNotMatter() {
        Sums one = new Sums();
        one.add(1, "a", SUM);
        one.add(2, "b", SUM);
        Sums other = new Sums();
        other.add(2, "b", SUM);
        other.add(1, "a", SUM);
        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(one.lines()).isEqualTo(2);
    }

    @Test
    void oneUnitInAnotherPlaceIsSeen() {
        Sums one = new Sums();
        one.add(1, "a", SUM);
        Sums otherMinute = new Sums();
        otherMinute.add(2, "a", SUM);
        Sums moreCompute = new Sums();
        moreCompute.add(1, "a", new Sums.Sum(1, 2, 3, 4, 6));
        assertThat(one.digest()).isNotEqualTo(otherMinute.digest()).isNotEqualTo(moreCompute.digest());
    }

    @Test
    void aMinuteToldAgainTakesThePlaceOfWhatWasTold() {
        Sums sums = new Sums();
        sums.put(1, "a", SUM);
        sums.put(1, "a", SUM.plus(SUM));
        assertThat(sums.lines()).isEqualTo(2);
        assertThat(sums.size()).isEqualTo(1);
    }
}
