package dev.tributary.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequenceWindowTest {
    private static final byte[] HASH = {1};
    private static final byte[] OTHER = {2};

    @Test
    void theFirstSequenceMayBeZero() {
        assertThat(SequenceWindow.EMPTY.admit(0, HASH)).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void theSameBytesAgainAreADuplicateAndOtherBytesAConflict() {
        SequenceWindow window = accepted(SequenceWindow.EMPTY, 7);
        assertThat(window.admit(7, HASH)).isInstanceOf(Admission.Duplicate.class);
        assertThat(window.admit(7, OTHER)).isEqualTo(new Admission.Refused(RejectReason.SEQUENCE_CONFLICT));
    }

    @Test
    void aGapIsAllowedAndWhatWasSkippedIsStale() {
        SequenceWindow window = accepted(accepted(SequenceWindow.EMPTY, 7), 9);
        assertThat(window.admit(8, HASH)).isEqualTo(new Admission.Refused(RejectReason.SEQUENCE_STALE));
    }

    @Test
    void exactlySixtyFourReportsAreRemembered() {
        SequenceWindow window = SequenceWindow.EMPTY;
        for (int sequence = 0; sequence <= 64; sequence++) {
            window = accepted(window, sequence);
        }
        assertThat(window.accepted()).hasSize(64);
        assertThat(window.admit(1, HASH)).isInstanceOf(Admission.Duplicate.class);
        assertThat(window.admit(0, HASH)).isEqualTo(new Admission.Refused(RejectReason.SEQUENCE_STALE));
    }

    @Test
    void sequencesAreUnsigned() {
        SequenceWindow window = accepted(SequenceWindow.EMPTY, Long.MAX_VALUE);
        assertThat(window.admit(-1, HASH)).isInstanceOf(Admission.Accepted.class);
        assertThat(accepted(window, -1).admit(5, HASH)).isEqualTo(new Admission.Refused(RejectReason.SEQUENCE_STALE));
    }

    @Test
    void ofTwoWindowsTheLaterIsTheOneWithTheHigherSequence() {
        SequenceWindow before = accepted(SequenceWindow.EMPTY, Long.MAX_VALUE);
        SequenceWindow after = accepted(before, -1);
        assertThat(before.later(after)).isSameAs(after);
        assertThat(after.later(before)).isSameAs(after);
        assertThat(after.later(SequenceWindow.EMPTY)).isSameAs(after);
        assertThat(SequenceWindow.EMPTY.later(after)).isSameAs(after);
    }

    private static SequenceWindow accepted(SequenceWindow window, long sequence) {
        return ((Admission.Accepted) window.admit(sequence, HASH)).next();
    }
}
