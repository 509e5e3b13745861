package dev.tributary.local.simulation;

import dev.tributary.local.simulation.PlannedPurchase.End;
import dev.tributary.local.simulation.PlannedVerification.Moment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Casts the models of a family for the stories of the marketplace. The first model is sold by its author alone, the others
 * are derived ones, the deepest first; a family that has too few of them goes without the later stories.
 */
final class LicencePlanner {
    private static final int REPORTERS = 4;
    /** Models beside those of the stories that are verified too, for buyers to compare. */
    private static final int COMPETITORS = 4;

    private static final long LISTED_MINIMUM_PPM = 400_000;
    private static final long DEMANDING_MINIMUM_PPM = 600_000;
    private static final long BASELINE_PPM = 1_000_000;
    private static final long PASS_LIFETIME_SECONDS = 30L * 24 * 60 * 60;
    private static final long PASS_HOLDERS = 3;
    private static final int NOBODY = -1;

    private final Seed seed;
    private final List<PlannedModel> models;
    private final int direct = 0;
    private final int gated;
    private final int licensed;
    private final int disappointing;
    private final int unverified;
    private final List<Integer> competitors;
    private final List<PlannedPurchase> purchases = new ArrayList<>();
    private final List<PlannedVerification> verifications = new ArrayList<>();

    /** @param busy places of the models that other stories are about */
    LicencePlanner(Seed seed, List<PlannedModel> models, List<Integer> busy) {
        this.seed = seed;
        this.models = models;
        List<Integer> derived = IntStream.range(1, models.size())
                .boxed()
                .filter(place ->
                        !busy.contains(place) && !models.get(place).parents().isEmpty())
                .sorted(Comparator.<Integer>comparingInt(
                                place -> -models.get(place).depth())
                        .thenComparing(place -> -models.get(place).weight())
                        .thenComparing(place -> place))
                .toList();
        this.gated = at(derived, 0);
        this.licensed = at(derived, 1);
        this.disappointing = at(derived, 2);
        this.unverified = at(derived, 3);
        this.competitors = derived.subList(Math.min(4, derived.size()), Math.min(4 + COMPETITORS, derived.size()));
    }

    private static int at(List<Integer> places, int index) {
        return index < places.size() ? places.get(index) : NOBODY;
    }

    /** @param disputed place of the model that is frozen for a while */
    LicencePlan plan(int disputed) {
        verifyBefore(direct, gated, licensed);
        competitors.forEach(this::verifyBefore);
        buy(0, direct, true, End.RELEASED, 0);
        buy(1, licensed, true, End.RELEASED, 0);
        for (int holder = 0; holder < PASS_HOLDERS; holder++) {
            buy(holder, gated, true, End.RELEASED, 0);
        }
        int revoked = gated == NOBODY ? NOBODY : purchases.size() - 1;
        buy(3, disappointing, true, End.REFUNDED_FOR_SCORE, DEMANDING_MINIMUM_PPM);
        verify(disappointing, 1, Moment.AFTER_PURCHASES, 300_000, 400_000);
        buy(4, unverified, true, End.REFUNDED_FOR_DEADLINE, 0);
        verify(licensed, 2, Moment.INTERMISSION, 900_000, 990_000);
        buy(4, licensed, false, End.RELEASED, 0);
        buy(3, unverified, false, End.LOCKED, 0);
        return new LicencePlan(
                IntStream.range(0, models.size()).mapToObj(this::listing).toList(),
                IntStream.rangeClosed(1, REPORTERS)
                        .mapToObj(number -> seed.party("reporter " + number))
                        .toList(),
                List.copyOf(verifications),
                List.copyOf(purchases),
                revoked,
                disputed,
                seed.party("claimant in the dispute"));
    }

    private Listing listing(int model) {
        boolean listed = model == direct
                || model == gated
                || model == licensed
                || model == disappointing
                || model == unverified
                || competitors.contains(model);
        return listed
                ? new Listing(price(model), LISTED_MINIMUM_PPM, model == gated, PASS_LIFETIME_SECONDS)
                : Listing.NOT_FOR_SALE;
    }

    /** Some whole test dollars and an odd rest, so that exactness shows. */
    private BigInteger price(int model) {
        return BigInteger.valueOf(
                seed.random("licence of " + models.get(model).name()).nextLong(2_000_000, 20_000_000) | 1);
    }

    private void buy(int buyer, int model, boolean early, End end, long minimumScorePpm) {
        if (model != NOBODY) {
            purchases.add(new PlannedPurchase(buyer, model, early, end, price(model), minimumScorePpm));
        }
    }

    private void verifyBefore(int... places) {
        for (int place : places) {
            verify(place, 1, Moment.BEFORE_PURCHASES, 850_000, 980_000);
        }
    }

    private void verify(int model, int round, Moment moment, long leastAccuracy, long mostAccuracy) {
        if (model == NOBODY) {
            return;
        }
        SplittableRandom random =
                seed.random("round " + round + " of " + models.get(model).name());
        List<Integer> reporters =
                new ArrayList<>(IntStream.range(0, REPORTERS).boxed().toList());
        Collections.rotate(reporters, random.nextInt(REPORTERS));
        SortedMap<Integer, Measurement> measurements = new TreeMap<>();
        for (int reporter : reporters.subList(0, LicencePlan.QUORUM)) {
            measurements.put(
                    reporter,
                    new Measurement(
                            random.nextLong(leastAccuracy, mostAccuracy),
                            random.nextLong(800_000, 980_000),
                            random.nextLong(850_000, 990_000),
                            random.nextLong(BASELINE_PPM, BASELINE_PPM * 5 / 4)));
        }
        verifications.add(new PlannedVerification(model, round, moment, measurements));
    }
}
