package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextNumbersTest {
    private static final int MOST_CHARACTERS = 80;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsWhatAMapKnows(long seed) {
        Random random = new Random(seed);
        TextNumbers numbers = new TextNumbers();
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            byte[] around = text(random);
            int from = random.nextInt(around.length);
            int to = from + 1 + random.nextInt(around.length - from);
            String text = new String(around, from, to - from, ISO_8859_1);

            assertThat(numbers.find(around, from, to)).isEqualTo(known.getOrDefault(text, TextNumbers.UNKNOWN));

            if (!known.containsKey(text)) {
                numbers.add(around, from, to, i);
                known.put(text, i);
            }
        }
        assertThat(numbers.size()).isEqualTo(known.size());
        known.forEach((text, number) -> {
            byte[] bytes = text.getBytes(ISO_8859_1);
            assertThat(numbers.find(bytes, 0, bytes.length)).isEqualTo(number);
        });
    }

    @Test
    void tellsTextsApartThatDifferInOneByte() {
        TextNumbers numbers = new TextNumbers();
        for (int length = 1; length <= MOST_CHARACTERS; length++) {
            byte[] zeros = zeros(length);
            numbers.add(zeros, 0, length, length);
            for (int at = 0; at < length; at++) {
                byte[] other = zeros.clone();
                other[at] = '1';

                assertThat(numbers.find(other, 0, length)).isEqualTo(TextNumbers.UNKNOWN);
            }
        }
        for (int length = 1; length <= MOST_CHARACTERS; length++) {
            assertThat(numbers.find(zeros(length), 0, length)).isEqualTo(length);
        }
    }

    /** Few letters and much in common, so that parts of texts are often equal. */
    private static byte[] text(Random random) {
        byte[] text = zeros(1 + random.nextInt(MOST_CHARACTERS));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            text[random.nextInt(text.length)] = (byte) ('0' + random.nextInt(10));
        }
        return text;
    }

    private static byte[] zeros(int length) {
        byte[] zeros = new byte[length];
        Arrays.fill(zeros, (byte) '0');
        return zeros;
    }
}
