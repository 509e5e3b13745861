package dev.tributary.local.simulation;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who and what is on the simulated marketplace.
 *
 * @param models parents first
 * @param gateways that report as they should
 * @param unruly the gateway whose reports are repeated, contradicted, forged and broken
 * @param repriced place of the model whose terms change after the first phase of the traffic
 * @param newPrices what it costs from then on
 * @param sold place of the model whose NFT is sold after the second phase
 * @param licences what is verified, sold, revoked and disputed
 */
public record MarketPlan(
        Seed seed,
        List<PlannedModel> models,
        List<Party> payers,
        List<Party> gateways,
        Party unruly,
        Party treasury,
        Party buyer,
        int repriced,
        List<BigInteger> newPrices,
        int sold,
        LicencePlan licences) {
    private static final int PAYERS = 5;
    private static final int GATEWAYS = 3;

    public static MarketPlan of(Seed seed, List<FamilyMember> family) {
        List<PlannedModel> models = new ModelPlanner(seed, family).plan();
        int repriced = busiest(models);
        int sold = mostUsedParent(models, List.of(repriced));
        int disputed = mostUsedParent(models, List.of(repriced, sold, 0));
        return new MarketPlan(
                seed,
                models,
                parties(seed, "payer", PAYERS),
                parties(seed, "gateway", GATEWAYS),
                seed.party("unruly gateway"),
                seed.party("treasury"),
                seed.party("buyer of the NFT"),
                repriced,
                dearer(models.get(repriced).pricesPerMillion()),
                sold,
                new LicencePlanner(seed, models, List.of(repriced, sold, disputed)).plan(disputed));
    }

    /** Base units per million of each meter, in a phase of the traffic. */
    public List<BigInteger> pricesPerMillion(int model, Phase phase) {
        boolean changed = model == repriced && phase != Phase.BEFORE_NEW_TERMS;
        return changed ? newPrices : models.get(model).pricesPerMillion();
    }

    /** Who is behind each account that can earn, by address. */
    public Map<String, String> payeeNames() {
        Map<String, String> names = new HashMap<>();
        for (PlannedModel model : models) {
            names.put(model.author().address(), model.author().name());
            for (int i = 0; i < ModelPlanner.MOST_COLLABORATORS; i++) {
                Party collaborator = ModelPlanner.collaborator(seed, i, model.author());
                names.put(collaborator.address(), collaborator.name());
            }
        }
        names.put(treasury.address(), treasury.name());
        names.put(buyer.address(), buyer.name());
        names.put(licences.claimant().address(), licences.claimant().name());
        return names;
    }

    private static List<Party> parties(Seed seed, String role, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> seed.party(role + " " + number))
                .toList();
    }

    private static int busiest(List<PlannedModel> models) {
        return IntStream.range(0, models.size())
                .boxed()
                .max(Comparator.comparingLong(place -> models.get(place).weight()))
                .orElseThrow();
    }

    /** A model that others build on, so that its sale moves more than its own revenue. */
    private static int mostUsedParent(List<PlannedModel> models, List<Integer> otherThan) {
        return IntStream.range(0, models.size())
                .boxed()
                .filter(place -> !otherThan.contains(place))
                .max(Comparator.comparingLong(place -> children(models, place)))
                .orElse(otherThan.get(0));
    }

    private static long children(List<PlannedModel> models, int place) {
        String id = models.get(place).id();
        return models.stream().filter(model -> model.parents().contains(id)).count();
    }

    /** Half as dear again. */
    private static List<BigInteger> dearer(List<BigInteger> prices) {
        return prices.stream()
                .map(price -> price.multiply(BigInteger.valueOf(3)).shiftRight(1))
                .toList();
    }
}
