package dev.tributary.settlement.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An id cut to its ends, for people. */
final class ShortId {
    private static final int HEAD = 10;
    private static final int TAIL = 6;

    private ShortId() {}

    /** Nothing for nothing. */
    static String of(@Nullable String id) {
        return id == null || id.length() <= HEAD + TAIL
                ? Objects.requireNonNullElse(id, "")
                : id.substring(0, HEAD) + ".." + id.substring(id.length() - TAIL);
    }
}
