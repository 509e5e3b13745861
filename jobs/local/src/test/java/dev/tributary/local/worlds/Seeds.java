package dev.tributary.local.worlds;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * The seeds that a test draws worlds from: from 1 on, or from {@code -Dtributary.seed=N} on to see others; more of them
 * with {@code -Dtributary.slow=true}, or as many as {@code -Dtributary.worlds=N} says.
 */
final class Seeds {
    private static final long FIRST = Long.getLong("tributary.seed", 1);

    private Seeds() {}

    static LongStream of(int worlds, int slowly) {
        return of(worlds, slowly, seed -> true);
    }

    /** As many, but only of such worlds. */
    static LongStream of(int worlds, int slowly, LongPredicate such) {
        long count = Long.getLong("tributary.worlds", Boolean.getBoolean("tributary.slow") ? slowly : worlds);
        return all().filter(such).limit(count);
    }

    /** However many are wanted. */
    static LongStream all() {
        return LongStream.iterate(FIRST, seed -> seed + 1);
    }
}
