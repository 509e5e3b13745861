package dev.tributary.settlement.command;

import dev.tributary.settlement.SettlementException;
import java.util.function.Supplier;

/**
 * One check of the doctor.
 *
 * @param detail what was found, or what is wrong and what mends it
 */
record Check(String name, boolean ok, String detail) {
    /** Whatever the check throws is its result. */
    static Check of(String name, Supplier<String> check) {
        try {
            return new Check(name, true, check.get());
        } catch (SettlementException | IllegalArgumentException e) {
            return new Check(name, false, String.valueOf(e.getMessage()));
        }
    }
}
