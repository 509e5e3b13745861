package dev.tributary.settlement.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter shown = new StringWriter();
    private long now;

    private ProgressLine line(boolean terminal) {
        return new ProgressLine(new PrintWriter(shown), terminal, () -> now);
    }

    @Test
    void whatIsOverSoonShowsNothing() {
        ProgressLine line = line(false);
        now += SECOND;
        line.reached("replay", "usage", 1, 1);
        line.close();
        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void elsewhereThanOnATerminalALineComesEveryFiveSeconds() {
        ProgressLine line = line(false);
        for (int i = 1; i <= 100; i++) {
            now += SECOND / 10;
            line.reached("check", "usage", i, 200);
        }
        line.close();
        assertThat(shown.toString().lines())
                .containsExactly("check: usage 25 %, 5 s, about 14 s left", "check: usage 50 %, 10 s, about 9 s left");
    }

    @Test
    void onATerminalOneLineChangesInPlaceAndIsClearedInTheEnd() {
        ProgressLine line = line(true);
        now += SECOND;
        line.reached("replay", "chain", 2, 2);
        now += SECOND;
        line.reached("replay", "usage", 1, 100);
        line.close();
        assertThat(shown.toString())
                .isEqualTo("\r\033[2Kreplay: chain 100 %, 1 s\r\033[2Kreplay: chain 100 %, usage 1 %, 2 s\r\033[2K");
    }

    @Test
    void theNextWorkBeginsAnew() {
        ProgressLine line = line(true);
        now += SECOND;
        line.reached("check", "usage", 1, 1);
        now += SECOND;
        line.reached("replay", "chain", 1, 2);
        now += SECOND;
        line.reached("replay", "chain", 3, 4);
        assertThat(shown.toString())
                .endsWith(
                        "\r\033[2Kreplay: chain 50 %, 2 s, about 0 s left\r\033[2Kreplay: chain 75 %, 3 s, about 0 s left");
    }
}
