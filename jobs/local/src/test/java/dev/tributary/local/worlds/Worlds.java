package dev.tributary.local.worlds;

import dev.tributary.local.worlds.World.Shape;
import java.util.List;

/** Makes a world of a seed. */
final class Worlds {
    /** 2026-01-05T00:00:00Z */
    private static final long DAWN_SECONDS = 1_767_571_200;

    private static final long HISTORY_SECONDS = 9 * 24 * 60 * 60;

    /** With this the few worlds that go through the whole pipeline have odd lengths among them, too. */
    private static final long ODD_LENGTHS = 100;

    /** With this one of the few worlds that are replayed is unsigned. */
    private static final long SIGNATURES = 9_000_011;

    private Worlds() {}

    /** In milliseconds. */
    private record Lengths(long grain, long period) {
        static Lengths of(Chance chance, Chance odd) {
            long grainSeconds = chance.of(List.of(1L, 1L, 7L, 10L, 60L, 60L));
            long period = grainSeconds * chance.between(3, 40) * 1000;
            if (!odd.oneIn(5)) {
                return new Lengths(grainSeconds * 1000, period);
            }
            // The ends of seconds and of periods do not meet, or a period is one grain.
            long grain = odd.of(List.of(200L, 250L, 700L, 1_500L));
            return new Lengths(grain, odd.oneIn(3) ? grain : grain * odd.between(2, 40));
        }
    }

    static World of(long seed) {
        Chance chance = new Chance(seed);
        // By chances of their own, since what else a seed draws need not hang on them.
        Lengths lengths = Lengths.of(chance, new Chance(seed + ODD_LENGTHS));
        long grainSeconds = Math.max(1, lengths.grain() / 1000);
        long periodMillis = lengths.period();
        long graceMillis = chance.of(List.of(0L, 1L, 500L, periodMillis * 3 / 10, periodMillis, 600_000L));
        long writeOffMillis = chance.of(List.of(1L, periodMillis, periodMillis * 5 / 2, 30L * 86_400_000));
        Shape shape = new Shape(
                lengths.grain(),
                periodMillis,
                graceMillis,
                writeOffMillis,
                chance.between(1, 4),
                !new Chance(seed + SIGNATURES).oneIn(6),
                !chance.oneIn(8),
                chance.oneIn(8));
        long beginSeconds = DAWN_SECONDS + chance.below(100_000);
        long endSeconds = beginSeconds + Math.max(60, periodMillis * chance.between(2, 9) / 1000);
        // The auditor closes every period there is: a long history of very short ones would keep it busy.
        boolean young = chance.oneIn(2) || periodMillis < 1_000;
        long chainBeginSeconds = young ? beginSeconds : beginSeconds - HISTORY_SECONDS;

        Cast cast = Cast.of(chance);
        ChainHistory history = new ChainHistory(chance, cast, grainSeconds, seed);
        history.play(chainBeginSeconds, beginSeconds, endSeconds);
        UsageHistory usage = new UsageHistory(chance, cast, shape, history);
        usage.play(beginSeconds * 1000, endSeconds * 1000);
        history.end(endSeconds + 4 * periodMillis / 1000);
        boolean closed = chance.oneIn(2);
        if (closed) {
            usage.heartbeats(endSeconds * 1000 + 10 * periodMillis + 2 * graceMillis);
            history.finalizeAt(endSeconds + (10 * periodMillis + 999) / 1000);
        }
        return new World(seed, shape, UnreliableFeed.of(history.script().entries(), chance), usage.records());
    }
}
