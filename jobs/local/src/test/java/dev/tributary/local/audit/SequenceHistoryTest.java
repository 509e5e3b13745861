package dev.tributary.local.audit;

import static dev.tributary.local.audit.SequenceHistory.Verdict.ACCEPTED;
import static dev.tributary.local.audit.SequenceHistory.Verdict.CONFLICT;
import static dev.tributary.local.audit.SequenceHistory.Verdict.DUPLICATE;
import static dev.tributary.local.audit.SequenceHistory.Verdict.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.ReportCheck.Report;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SequenceHistoryTest {
    private final SequenceHistory history = new SequenceHistory();

    @Test
    void sequencesRiseWithGapsFromZeroToTheLargest() {
        assertThat(judge("0", "a")).isEqualTo(ACCEPTED);
        assertThat(judge("7", "b")).isEqualTo(ACCEPTED);
        assertThat(judge("9223372036854775808", "c")).isEqualTo(ACCEPTED);
        assertThat(judge("18446744073709551615", "d")).isEqualTo(ACCEPTED);
        assertThat(judge("6", "e")).isEqualTo(STALE);
    }

    @Test
    void aUsedSequenceTakesTheSameBytesOnly() {
        judge("1", "a");
        judge("2", "b");
        assertThat(judge("1", "a")).isEqualTo(DUPLICATE);
        assertThat(judge("1", "b")).isEqualTo(CONFLICT);
        assertThat(judge("2", "b")).isEqualTo(DUPLICATE);
    }

    @Test
    void sixtyFourReportsAreRemembered() {
        for (int sequence = 1; sequence <= 65; sequence++) {
            judge(Integer.toString(sequence), "a");
        }
        assertThat(judge("2", "a")).isEqualTo(DUPLICATE);
        assertThat(judge("1", "a")).isEqualTo(STALE);
    }

    @Test
    void gatewaysDoNotKnowOfEachOther() {
        judge("5", "a");
        assertThat(history.judge(new Report("other", BigInteger.ONE, "a", List.of())))
                .isEqualTo(ACCEPTED);
    }

    private SequenceHistory.Verdict judge(String sequence, String contentHash) {
        return history.judge(new Report("one", new BigInteger(sequence), contentHash, List.of()));
    }
}
