package dev.tributary.local.worlds;

import dev.tributary.local.worlds.World.Shape;
import java.util.List;

/** Makes a world of a seed. */
final class Worlds {
    /** 2026-01-05T00:00:00Z */
    private static final long DAWN_SECONDS = 1_767_571_200;

    private static final long HISTORY_SECONDS = 9 * 24 * 60 * 60;

    private Worlds() {}

    static World of(long seed) {
        Chance chance = new Chance(seed);
        long grainSeconds = chance.of(List.of(1L, 1L, 7L, 10L, 60L, 60L));
        long periodSeconds = grainSeconds * chance.between(3, 40);
        long graceMillis = chance.of(List.of(0L, 1L, 500L, periodSeconds * 300, periodSeconds * 1000, 600_000L));
        long writeOffMillis = chance.of(List.of(1L, periodSeconds * 1000, periodSeconds * 2_500, 30L * 86_400_000));
        Shape shape = new Shape(
                grainSeconds * 1000,
                periodSeconds * 1000,
                graceMillis,
                writeOffMillis,
                chance.between(1, 4),
                !chance.oneIn(8),
                chance.oneIn(8));
        long beginSeconds = DAWN_SECONDS + chance.below(100_000);
        long endSeconds = beginSeconds + Math.max(60, periodSeconds * chance.between(2, 9));
        long chainBeginSeconds = chance.oneIn(2) ? beginSeconds : beginSeconds - HISTORY_SECONDS;

        Cast cast = Cast.of(chance);
        ChainHistory history = new ChainHistory(chance, cast, grainSeconds);
        history.play(chainBeginSeconds, beginSeconds, endSeconds);
        UsageHistory usage = new UsageHistory(chance, cast, shape, history);
        usage.play(beginSeconds * 1000, endSeconds * 1000);
        boolean closed = chance.oneIn(2);
        if (closed) {
            usage.heartbeats((endSeconds + 10 * periodSeconds) * 1000 + 2 * graceMillis);
            history.finalizeAt(endSeconds + 10 * periodSeconds);
        }
        return new World(seed, shape, UnreliableFeed.of(history.script().entries(), chance), usage.records());
    }
}
