package dev.tributary.pipelines.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ByteRangesTest {
    private static final int ONE_FROM = 3;
    private static final int OTHER_FROM = 5;

    /** Around each range the arrays differ. */
    private static boolean areEqual(int length, int different) {
        byte[] one = new byte[ONE_FROM + length + 2];
        byte[] other = new byte[OTHER_FROM + length + 1];
        Arrays.fill(other, (byte) -1);
        for (int i = 0; i < length; i++) {
            one[ONE_FROM + i] = (byte) (100 + i);
            other[OTHER_FROM + i] = (byte) (100 + i + (i == different ? 1 : 0));
        }
        return ByteRanges.areEqual(one, ONE_FROM, other, OTHER_FROM, length);
    }

    @Test
    void rangesOfAnyLengthAreEqualUnlessOneByteIsNot() {
        for (int length = 0; length < 70; length++) {
            assertThat(areEqual(length, length)).as("length %d", length).isTrue();
            for (int different = 0; different < length; different++) {
                assertThat(areEqual(length, different))
                        .as("length %d, byte %d", length, different)
                        .isFalse();
            }
        }
    }
}
