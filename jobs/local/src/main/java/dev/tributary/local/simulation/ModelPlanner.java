package dev.tributary.local.simulation;

import dev.tributary.domain.lineage.LineageBounds;
import dev.tributary.domain.lineage.LineageShares;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.royalty.Split;
import dev.tributary.local.StackException;
import dev.tributary.local.simulation.PlannedModel.Format;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Gives the members of a family what a file does not say: policy, share, prices and who is behind each. */
final class ModelPlanner {
    private static final long SMALLEST_SHARE = LineageShares.WHOLE / 100;
    private static final long LARGEST_SHARE = LineageShares.WHOLE / 8;
    private static final int HALVINGS = 12;
    static final int MOST_COLLABORATORS = 3;
    private static final int SMALLEST_PART = 500;

    private final Seed seed;
    private final List<FamilyMember> members;

    ModelPlanner(Seed seed, List<FamilyMember> members) {
        this.seed = seed;
        this.members = members;
    }

    /** In the order of the members, so that parents come first. */
    List<PlannedModel> plan() {
        Map<String, Long> shares = sharesWithinBounds();
        Map<String, PlannedModel> planned = new HashMap<>();
        List<PlannedModel> models = new ArrayList<>();
        for (int place = 0; place < members.size(); place++) {
            FamilyMember member = members.get(place);
            PlannedModel model = model(member, place, shares.getOrDefault(member.name(), 0L), planned);
            planned.put(member.name(), model);
            models.add(model);
        }
        return List.copyOf(models);
    }

    private PlannedModel model(FamilyMember member, int place, long share, Map<String, PlannedModel> planned) {
        List<PlannedModel> parents = member.parents().stream()
                .map(parent -> PlannedModel.class.cast(planned.get(parent)))
                .toList();
        Party author = seed.party(member.author());
        return new PlannedModel(
                member.name(),
                Hex.of(seed.bytes("content of " + member.name())),
                seed.random("format of " + member.name()).nextInt(3) == 0 ? Format.GGUF : Format.SAFETENSORS,
                author,
                parents.stream().map(PlannedModel::id).toList(),
                parents.stream().mapToInt(parent -> parent.depth() + 1).max().orElse(0),
                policy(place),
                share,
                prices(member),
                // The first model has its author alone behind it, who is paid at once when a licence is sold.
                place == 0 ? Split.wholeTo(author.address()) : split(member, author),
                member.weight());
    }

    /** The first two models show both policies in every family; the rest is the seed's. */
    private RoyaltyPolicy policy(int place) {
        if (place < 2) {
            return place == 0 ? RoyaltyPolicy.LAP : RoyaltyPolicy.LRP;
        }
        return seed.random("policy " + place).nextBoolean() ? RoyaltyPolicy.LAP : RoyaltyPolicy.LRP;
    }

    /** Shares that the registry takes for every model: deep or wide families get smaller ones. */
    private Map<String, Long> sharesWithinBounds() {
        for (int halvings = 0; halvings < HALVINGS; halvings++) {
            Map<String, Long> shares = new HashMap<>();
            for (FamilyMember member : members) {
                long share = seed.random("share of " + member.name()).nextLong(SMALLEST_SHARE, LARGEST_SHARE);
                shares.put(member.name(), share >> halvings);
            }
            if (registryAccepts(shares)) {
                return shares;
            }
        }
        throw new StackException(
                "FAMILY_TOO_LARGE",
                "This family cannot be registered.",
                "A model has more than " + LineageBounds.MOST_PARENTS + " parents or more than "
                        + LineageBounds.MOST_ANCESTORS + " paths to its ancestors, which the registry refuses.",
                "Take a file with a smaller family.",
                null);
    }

    private boolean registryAccepts(Map<String, Long> shares) {
        LineageBounds bounds = new LineageBounds();
        for (int place = 0; place < members.size(); place++) {
            FamilyMember member = members.get(place);
            if (!bounds.accepts(member.parents())) {
                return false;
            }
            bounds.register(member.name(), policy(place), shares.getOrDefault(member.name(), 0L), member.parents());
        }
        return true;
    }

    /** Fractions of a cent per thousand tokens; odd numbers, so that exactness shows. Output costs about four times input. */
    private List<BigInteger> prices(FamilyMember member) {
        SplittableRandom random = seed.random("prices of " + member.name());
        long input = random.nextLong(80_000, 900_000) | 1;
        long calls = random.nextInt(3) == 0 ? random.nextLong(20, 400) * 1_000_000 / 1_000 : 0;
        long compute = random.nextInt(4) == 0 ? random.nextLong(1, 9_000) : 0;
        return List.of(
                BigInteger.valueOf(calls),
                BigInteger.valueOf(input),
                BigInteger.valueOf(input * 4 + 3),
                BigInteger.valueOf(compute));
    }

    static Party collaborator(Seed seed, int number, Party author) {
        return seed.party(author.name() + ", collaborator " + (number + 1));
    }

    private Split split(FamilyMember member, Party author) {
        SplittableRandom random = seed.random("split of " + member.name());
        int collaborators = random.nextInt(MOST_COLLABORATORS + 1);
        List<String> accounts = new ArrayList<>();
        List<Integer> parts = new ArrayList<>();
        int left = Split.WHOLE;
        for (int i = 0; i < collaborators; i++) {
            int part = random.nextInt(SMALLEST_PART, Split.WHOLE / 4);
            accounts.add(collaborator(seed, i, author).address());
            parts.add(part);
            left -= part;
        }
        accounts.add(author.address());
        parts.add(left);
        return new Split(accounts, parts);
    }
}
