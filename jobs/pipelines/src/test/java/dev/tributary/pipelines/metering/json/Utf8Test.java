package dev.tributary.pipelines.metering.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    private static final int[] EDGES = {
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
        0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff
    };

    @Test
    void sequencesOfFourEdgeBytesAreJudgedAsJavaJudgesThem() throws Exception {
        for (int first : EDGES) {
            for (int second : EDGES) {
                for (int third : EDGES) {
                    for (int fourth : EDGES) {
                        assertSameVerdict((byte) first, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    @Test
    void everyThreeBytesAreJudgedAsJavaJudgesThem() throws Exception {
        for (int first = 0x80; first < 0x100; first++) {
            for (int rest = 0; rest < 0x10000; rest += 61) {
                assertSameVerdict((byte) first, (byte) (rest >> 8), (byte) rest);
            }
        }
    }

    @Test
    void aFaultIsFoundWhereverItLies() {
        byte[] text = "x".repeat(100).getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            byte[] faulty = text.clone();
            faulty[i] = (byte) 0x80;
            assertThat(Utf8.firstFault(faulty)).isEqualTo(i);
        }
    }

    @Test
    void codePointsAreCounted() {
        String text = "aé€\uD83D\uDE00";
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Utf8.codePoints(bytes, 0, bytes.length)).isEqualTo(4);
    }

    @Test
    void aBoundaryNeverCutsACharacter() {
        byte[] bytes = "aé€\uD83D\uDE00b".getBytes(UTF_8);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            int limit = random.nextInt(bytes.length + 5);
            int boundary = Utf8.boundaryAtOrBefore(bytes, limit);
            assertThat(boundary).isBetween(Math.max(0, Math.min(limit, bytes.length) - 3), limit);
            assertThat(Utf8.firstFault(Arrays.copyOf(bytes, boundary))).isNegative();
        }
    }

    private static void assertSameVerdict(byte... bytes) {
        boolean expected = true;
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            expected = false;
        }
        if (Utf8.firstFault(bytes) < 0 != expected) {
            throw new AssertionError(Arrays.toString(bytes) + " should be " + (expected ? "well" : "ill") + "-formed");
        }
    }
}
