package dev.tributary.local.simulation;

import java.util.SplittableRandom;

/** Steady arrivals with jitter; token counts spread evenly over their magnitudes, as real prompts and answers are. */
public final class SyntheticRequests implements Requests {
    private static final int INPUT_BITS_FROM = 5;
    private static final int INPUT_BITS_TO = 13;
    private static final int OUTPUT_BITS_FROM = 4;
    private static final int OUTPUT_BITS_TO = 11;

    private final long seed;

    public SyntheticRequests(Seed seed) {
        this.seed = seed.random("requests").nextLong();
    }

    @Override
    public Request at(long number, long total) {
        SplittableRandom random = new SplittableRandom(seed + number);
        long slot = Math.max(1, Phase.WHOLE / total);
        long arrival = Math.multiplyExact(number, Phase.WHOLE) / total + random.nextLong(slot);
        return new Request(
                Math.min(arrival, Phase.WHOLE - 1),
                tokens(random, INPUT_BITS_FROM, INPUT_BITS_TO),
                tokens(random, OUTPUT_BITS_FROM, OUTPUT_BITS_TO));
    }

    private static long tokens(SplittableRandom random, int bitsFrom, int bitsTo) {
        long magnitude = 1L << random.nextInt(bitsFrom, bitsTo);
        return magnitude + random.nextLong(magnitude);
    }
}
