package dev.tributary.local.worlds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded choices; the same seed makes the same ones. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        // Neighbouring seeds give similar first numbers in java.util.Random; mixing takes them apart.
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** Both ends included. */
    long between(long low, long high) {
        return random.longs(1, low, high + 1).findFirst().orElseThrow();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** So many different ones of the choices, in any order. */
    <T> List<T> some(List<T> choices, int count) {
        List<T> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }

    Random random() {
        return random;
    }
}
