package dev.tributary.local.simulation;

import dev.tributary.local.simulation.Requests.Request;
import java.util.List;
import java.util.SplittableRandom;

/** The lines of a simulation, each a pure function of the seed and its number. */
public final class UsagePlan {
    private static final int LATE_PER_THOUSAND = 15;
    private static final int FAILED_PER_THOUSAND = 8;
    /** Nothing that happens in the last part of a run is late, so that the run ends in time. */
    private static final long LAST_LATE_ARRIVAL = Phase.WHOLE / 5 * 4;

    private final MarketPlan market;
    private final Requests requests;
    private final long lines;
    private final long seed;
    private final long[] weightUpTo;

    public UsagePlan(MarketPlan market, Requests requests, long lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("a simulation needs at least 1 line, got " + lines);
        }
        this.market = market;
        this.requests = requests;
        this.lines = lines;
        this.seed = market.seed().random("usage").nextLong();
        this.weightUpTo = cumulate(market.models());
    }

    public MarketPlan market() {
        return market;
    }

    public long lines() {
        return lines;
    }

    public PlannedLine line(long number) {
        Request request = requests.at(number, lines);
        return line(number, request.arrival(), request.inputTokens(), request.outputTokens());
    }

    /** A line beyond the plan's own, at a given arrival; its number tells it from all others. */
    public PlannedLine extraLine(long extra, long arrival) {
        Request shape = requests.at(extra % lines, lines);
        return line(lines + extra, arrival, shape.inputTokens(), shape.outputTokens());
    }

    private PlannedLine line(long number, long arrival, long inputTokens, long outputTokens) {
        SplittableRandom random = new SplittableRandom(seed + number);
        boolean failed = random.nextInt(1_000) < FAILED_PER_THOUSAND;
        Phase phase = Phase.of(arrival);
        int model = model(random);
        int payer = payer(model, random);
        int purchase = market.licences().cited(model, payer);
        int gateway = random.nextInt(market.gateways().size());
        long computeMillis = inputTokens / 8 + outputTokens * 18 + random.nextLong(40);
        return new PlannedLine(
                number,
                model,
                payer,
                gateway,
                purchase,
                phase,
                arrival,
                inputTokens,
                failed ? 0 : outputTokens,
                computeMillis,
                computeMillis * random.nextLong(75, 125) / 100,
                failed,
                random.nextInt(1_000) < LATE_PER_THOUSAND && arrival < LAST_LATE_ARRIVAL,
                phase == Phase.AFTER_SALE
                        && purchase >= 0
                        && purchase == market.licences().revoked());
    }

    /** Anybody, or one of those who bought a pass where the model asks for one. */
    private int payer(int model, SplittableRandom random) {
        List<Integer> users = market.licences().users(model);
        return users == null ? random.nextInt(market.payers().size()) : users.get(random.nextInt(users.size()));
    }

    private int model(SplittableRandom random) {
        long at = random.nextLong(weightUpTo[weightUpTo.length - 1]);
        int low = 0;
        int high = weightUpTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (weightUpTo[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long[] cumulate(List<PlannedModel> models) {
        long[] upTo = new long[models.size()];
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += models.get(i).weight();
            upTo[i] = sum;
        }
        return upTo;
    }
}
