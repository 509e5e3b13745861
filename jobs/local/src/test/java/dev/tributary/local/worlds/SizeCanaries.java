package dev.tributary.local.worlds;

import dev.tributary.domain.lineage.LineageEdge;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import dev.tributary.pipelines.royalties.ChainRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Planted bugs that only the largest families and splits, and the fullest stacks, show. */
final class SizeCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private SizeCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("the sixteenth parent is forgotten", FifteenParents::new);
        canaries.put("a family of more than twenty is cut", TwentyMembers::new);
        canaries.put("the last of sixty-four accounts is forgotten", SixtyThreeAccounts::new);
        canaries.put("a model that gives all away keeps a little", KeepsALittle::new);
        return canaries;
    }

    /** Moves what some members get to the model itself. */
    private abstract static class Forgetful extends Canaries.Canary {
        Forgetful(World world) {
            super(world);
        }

        abstract List<String> forgotten(ChainRules known, String model);

        @Override
        SortedMap<String, Long> shares(ChainRules known, String model) {
            SortedMap<String, Long> shares = new TreeMap<>(super.shares(known, model));
            for (String member : forgotten(known, model)) {
                Long share = shares.remove(member);
                shares.merge(model, share == null ? 0 : share, Long::sum);
            }
            return shares;
        }
    }

    private static final class FifteenParents extends Forgetful {
        FifteenParents(World world) {
            super(world);
        }

        @Override
        List<String> forgotten(ChainRules known, String model) {
            return known.family().edges(model).stream()
                    .skip(15)
                    .map(LineageEdge::parent)
                    .toList();
        }
    }

    private static final class TwentyMembers extends Forgetful {
        TwentyMembers(World world) {
            super(world);
        }

        @Override
        List<String> forgotten(ChainRules known, String model) {
            return known.family().ancestors(model).stream().skip(19).toList();
        }
    }

    private static final class SixtyThreeAccounts extends Canaries.Canary {
        SixtyThreeAccounts(World world) {
            super(world);
        }

        @Override
        Split splitAt(List<Dated<Split>> history, long minuteStartMillis) {
            Split split = super.splitAt(history, minuteStartMillis);
            return split.accounts().size() < 64
                    ? split
                    : Split.wholeTo(split.accounts().get(0));
        }
    }

    private static final class KeepsALittle extends Canaries.Canary {
        KeepsALittle(World world) {
            super(world);
        }

        @Override
        SortedMap<String, Long> shares(ChainRules known, String model) {
            SortedMap<String, Long> shares = new TreeMap<>(super.shares(known, model));
            boolean relative =
                    known.family().edges(model).stream().anyMatch(edge -> edge.policy() == RoyaltyPolicy.LRP);
            shares.computeIfPresent(model, (same, share) -> share == 0 && relative ? 1L : share);
            return shares;
        }
    }
}
