package dev.tributary.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lines of the tests, told apart by their id. */
final class UsageLines {
    static final String MODEL = "0x" + "ab".repeat(32);
    static final String PAYER = "0x" + "cd".repeat(20);

    private UsageLines() {}

    static UsageLine line(int number) {
        return line("line " + number, null);
    }

    static UsageLine line(String id, @Nullable String pass) {
        return new UsageLine(
                id, MODEL, PAYER, pass, Instant.parse("2026-11-22T22:00:00.1239Z"), 1, 374, 44, 0, 655L, Outcome.OK);
    }
}
