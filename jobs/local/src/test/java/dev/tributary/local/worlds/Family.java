package dev.tributary.local.worlds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models so far, within the bounds that the registry keeps. */
final class Family {
    private static final long WHOLE = 100_000_000;
    private static final int MOST_PARENTS = 16;
    private static final long MOST_ANCESTORS = 1024;

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final boolean large;

    /** @param large whether models take many parents and small shares, so that the bounds are reached */
    Family(boolean large) {
        this.large = large;
    }

    boolean isLarge() {
        return large;
    }

    private record Model(boolean absolute, long share, long lapBound, long ancestorBound) {
        long inherited() {
            return (absolute ? share : 0) + lapBound;
        }
    }

    /** Chooses parents that the registry would accept, and keeps the model. */
    List<String> join(String model, boolean absolute, long share, Chance chance) {
        List<String> parents = new ArrayList<>();
        long lapBound = 0;
        long direct = 0;
        long ancestorBound = 0;
        int wanted = chance.oneIn(12) ? MOST_PARENTS : chance.below(large ? 6 : 4);
        for (String candidate : chance.some(List.copyOf(models.keySet()), Math.min(wanted, models.size()))) {
            Model parent = models.get(candidate);
            if (parent == null) {
                continue;
            }
            long nextLap = lapBound + parent.inherited();
            long nextDirect = direct + (parent.absolute() ? 0 : parent.share());
            long nextAncestors = ancestorBound + 1 + parent.ancestorBound();
            if (nextLap + nextDirect <= WHOLE && nextAncestors <= MOST_ANCESTORS) {
                parents.add(candidate);
                lapBound = nextLap;
                direct = nextDirect;
                ancestorBound = nextAncestors;
            }
        }
        models.put(model, new Model(absolute, share, lapBound, ancestorBound));
        return parents;
    }

    long share(Chance chance) {
        if (large) {
            return chance.between(0L, WHOLE / 2_000);
        }
        return switch (chance.below(8)) {
            case 0 -> chance.of(List.of(0L, 1L, WHOLE, WHOLE - 1, 33_333_333L));
            case 1, 2 -> chance.between(0L, WHOLE);
            default -> chance.between(0L, WHOLE / 6);
        };
    }
}
