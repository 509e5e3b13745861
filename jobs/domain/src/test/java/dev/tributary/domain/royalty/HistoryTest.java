package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    @Test
    void nothingIsInForceBeforeTheFirstEntry() {
        List<Dated<String>> history = History.insert(List.of(), new Dated<>(100, 1, "first"));
        assertThat(History.inForce(history, 99)).isNull();
        assertThat(History.inForce(history, 100)).isEqualTo("first");
    }

    @Test
    void ofEqualTimesTheLaterInTheLogWinsInWhateverOrderTheyAreTold() {
        List<Dated<String>> history = History.insert(List.of(), new Dated<>(100, 2, "second"));
        history = History.insert(history, new Dated<>(100, 1, "first"));
        assertThat(History.inForce(history, 100)).isEqualTo("second");
    }

    @Test
    void aScheduledChangeIsNotCancelledByOneAnnouncedLater() {
        List<Dated<String>> history = History.insert(List.of(), new Dated<>(200, 1, "scheduled"));
        history = History.insert(history, new Dated<>(150, 2, "announced later"));
        assertThat(History.inForce(history, 199)).isEqualTo("announced later");
        assertThat(History.inForce(history, 200)).isEqualTo("scheduled");
    }

    @Test
    void insertingLeavesTheOldListAlone() {
        List<Dated<String>> before = History.insert(List.of(), new Dated<>(1, 1, "a"));
        History.insert(before, new Dated<>(2, 2, "b"));
        assertThat(before).hasSize(1);
    }
}
