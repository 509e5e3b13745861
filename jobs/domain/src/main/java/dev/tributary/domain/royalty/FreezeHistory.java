package dev.tributary.domain.royalty;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The freezes of one model, in log order. What the model earns in a minute that starts inside a freeze is held for that
 * freeze alone, until its end says where it goes.
 *
 * @param freezes oldest first; only the last can be open
 */
public record FreezeHistory(List<Freeze> freezes) {
    public static final FreezeHistory NONE = new FreezeHistory(List.of());

    /**
     * One freeze.
     *
     * @param index 0, 1, 2 ... per model
     * @param fromMillis inclusive
     * @param untilMillis exclusive; {@link Long#MAX_VALUE} while it lasts
     * @param destination who gets what was held; null while it lasts
     */
    public record Freeze(
            int index,
            long fromMillis,
            long fromOrdinal,
            long untilMillis,
            long untilOrdinal,
            @Nullable Split destination) {
        /** Whether it is over, and so paid out, at the close of a period that ends at {@code endMillis}. */
        public boolean isOverBefore(long endMillis) {
            return untilMillis < endMillis;
        }

        /** Who gets all that was held, at the close of a period that ends at {@code endMillis}; null while it lasts. */
        public @Nullable Split destinationAt(long endMillis) {
            return isOverBefore(endMillis) ? destination : null;
        }
    }

    /**
     * Begins a freeze.
     *
     * @throws IllegalStateException when the model is frozen
     */
    public FreezeHistory frozen(long atMillis, long ordinal) {
        if (isOpen()) {
            throw new IllegalStateException("a model that is frozen cannot be frozen again");
        }
        List<Freeze> next = new ArrayList<>(freezes);
        next.add(new Freeze(freezes.size(), atMillis, ordinal, Long.MAX_VALUE, Long.MAX_VALUE, null));
        return new FreezeHistory(next);
    }

    /**
     * Ends the open freeze.
     *
     * @throws IllegalStateException when the model is not frozen
     */
    public FreezeHistory unfrozen(long atMillis, long ordinal, Split destination) {
        if (!isOpen()) {
            throw new IllegalStateException("a model that is not frozen cannot be unfrozen");
        }
        List<Freeze> next = new ArrayList<>(freezes);
        Freeze open = last();
        next.set(
                open.index(),
                new Freeze(open.index(), open.fromMillis(), open.fromOrdinal(), atMillis, ordinal, destination));
        return new FreezeHistory(next);
    }

    /** The freeze that a minute which starts at {@code atMillis} lies in, or null. */
    public @Nullable Freeze at(long atMillis) {
        Freeze found = null;
        for (Freeze freeze : freezes) {
            if (freeze.fromMillis() <= atMillis && atMillis < freeze.untilMillis()) {
                found = freeze;
            }
        }
        return found;
    }

    /** The freeze that lasts just after a place in the log, or null. */
    public @Nullable Freeze atOrdinal(long ordinal) {
        for (Freeze freeze : freezes) {
            if (freeze.fromOrdinal() <= ordinal && ordinal < freeze.untilOrdinal()) {
                return freeze;
            }
        }
        return null;
    }

    private boolean isOpen() {
        return !freezes.isEmpty() && last().destination() == null;
    }

    private Freeze last() {
        return freezes.get(freezes.size() - 1);
    }
}
