package dev.tributary.pipelines.compact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextTableTest {
    private final TextTable table = new TextTable();

    private String read(String text) {
        byte[] bytes = ("..." + text + "...").getBytes(UTF_8);
        return table.text(bytes, 3, bytes.length - 3);
    }

    @Test
    void whateverCameBeforeATextIsWhatItsBytesSay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            String text = "0x" + Integer.toHexString(random.nextInt(random.nextBoolean() ? 100 : 200_000));
            assertThat(read(text)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void theTableGrowsWithTheTextsSoThatNearlyAllAreFoundAgain() {
        int texts = 10_000;
        String[] read = new String[texts];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < texts; i++) {
                read[i] = read("model " + i);
            }
        }
        int same = 0;
        for (int i = 0; i < texts; i++) {
            same += isSame(read("model " + i), read[i]) ? 1 : 0;
        }
        assertThat(same).isGreaterThan(texts * 2 / 3);
    }

    @SuppressWarnings("ReferenceEquality") // that is what is asked
    private static boolean isSame(String one, String other) {
        return one == other;
    }
}
