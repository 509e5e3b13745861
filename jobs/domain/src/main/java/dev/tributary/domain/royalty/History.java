package dev.tributary.domain.royalty;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Effective-dated values, sorted by (time, ordinal). In force at t is the last entry whose time is at or before t; so
 * of equal times the later in the log wins, and a scheduled change is not cancelled by one announced after it.
 */
public final class History {
    private History() {}

    /** A new list with the entry in its place. */
    public static <T> List<Dated<T>> insert(List<Dated<T>> history, Dated<T> entry) {
        List<Dated<T>> next = new ArrayList<>(history);
        int at = next.size();
        while (at > 0 && isAfter(next.get(at - 1), entry)) {
            at--;
        }
        next.add(at, entry);
        return next;
    }

    public static <T> @Nullable T inForce(List<Dated<T>> history, long atMillis) {
        int index = indexInForce(history, atMillis);
        return index < 0 ? null : history.get(index).value();
    }

    /** The entry that counts just after a place in the log, for values that take force with their own event. */
    public static <T> @Nullable T asOf(List<Dated<T>> history, long ordinal) {
        T found = null;
        for (Dated<T> entry : history) {
            if (entry.ordinal() <= ordinal) {
                found = entry.value();
            }
        }
        return found;
    }

    /** Position of the entry in force, or -1 when none is yet. */
    public static int indexInForce(List<? extends Dated<?>> history, long atMillis) {
        int low = 0;
        int high = history.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (history.get(middle).timeMillis() <= atMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static boolean isAfter(Dated<?> left, Dated<?> right) {
        return left.timeMillis() > right.timeMillis()
                || (left.timeMillis() == right.timeMillis() && left.ordinal() > right.ordinal());
    }
}
