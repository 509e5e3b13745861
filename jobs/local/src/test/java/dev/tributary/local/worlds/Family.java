package dev.tributary.local.worlds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models so far, within the bounds that the registry keeps. */
final class Family {
    static final long WHOLE = 100_000_000;
    static final int MOST_PARENTS = 16;
    static final long MOST_ANCESTORS = 1024;

    private static final int LARGE_FOUNDERS = 12;

    private final Map<String, Member> models = new LinkedHashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final boolean large;

    /** @param large whether models take many parents and small shares, so that the bounds are reached */
    Family(boolean large) {
        this.large = large;
    }

    boolean isLarge() {
        return large;
    }

    /**
     * A model and its bounds, which count paths.
     *
     * @param direct the sum of its parents' relative shares
     */
    record Member(boolean absolute, long share, List<String> parents, long lapBound, long direct, long ancestorBound) {
        private static Member founder(boolean absolute, long share) {
            return new Member(absolute, share, List.of(), 0, 0, 0);
        }

        private Member with(String name, Member parent) {
            List<String> all = new ArrayList<>(parents);
            all.add(name);
            return new Member(
                    absolute,
                    share,
                    all,
                    lapBound + parent.lapBound + (parent.absolute ? parent.share : 0),
                    direct + (parent.absolute ? 0 : parent.share),
                    ancestorBound + 1 + parent.ancestorBound);
        }

        /** With a share of its own that leaves nothing to a child of it alone. */
        private Member completed() {
            return new Member(absolute, WHOLE - lapBound, parents, lapBound, direct, ancestorBound);
        }

        boolean takesTooMuch() {
            return lapBound + direct > WHOLE;
        }

        boolean hasTooManyAncestors() {
            return ancestorBound > MOST_ANCESTORS;
        }

        private boolean isWithinBounds() {
            return !takesTooMuch() && !hasTooManyAncestors();
        }

        /** A stack of shares, of more than one generation, from which the model itself has nothing left. */
        boolean givesAllAway() {
            return lapBound + direct == WHOLE && ancestorBound > 1;
        }
    }

    /** A registration that was thought of, whether or not the registry takes it. */
    record Attempt(Member member, boolean accepted) {}

    /** Chooses a share, and parents that the registry would accept. */
    Member join(boolean absolute, Chance chance) {
        Member member = Member.founder(absolute, share(chance));
        for (String candidate : chance.some(List.copyOf(models.keySet()), Math.min(wanted(chance), models.size()))) {
            Member parent = models.get(candidate);
            if (parent == null) {
                continue;
            }
            Member next = member.with(candidate, parent);
            attempts.add(new Attempt(next, next.isWithinBounds()));
            if (next.isWithinBounds()) {
                member = next;
            }
        }
        return !large && chance.oneIn(10) ? member.completed() : member;
    }

    private int wanted(Chance chance) {
        if (!large) {
            return chance.oneIn(12) ? MOST_PARENTS : chance.below(4);
        }
        // Of founders one can have many; with more generations they have too many ancestors together.
        return models.size() < LARGE_FOUNDERS ? 0 : chance.oneIn(4) ? MOST_PARENTS : chance.below(6);
    }

    void add(String model, Member member) {
        models.put(model, member);
    }

    private long share(Chance chance) {
        if (large) {
            return chance.between(0L, WHOLE / 2_000);
        }
        return switch (chance.below(8)) {
            case 0 -> chance.of(List.of(0L, 1L, WHOLE, WHOLE - 1, 33_333_333L));
            case 1, 2 -> chance.between(0L, WHOLE);
            default -> chance.between(0L, WHOLE / 6);
        };
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Adds a model as the log tells of it. */
    Member read(boolean absolute, long share, List<String> parents) {
        Member member = Member.founder(absolute, share);
        for (String name : parents) {
            Member parent = models.get(name);
            member = parent == null ? member : member.with(name, parent);
        }
        return member;
    }
}
