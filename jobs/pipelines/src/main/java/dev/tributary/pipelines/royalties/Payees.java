package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import org.jspecify.annotations.Nullable;

/** Who was behind one model, and when it was frozen: by the start of a minute, or by a sale's own place in the log. */
record Payees(String model, SplitHistory splits, FreezeHistory freezes, BookingRule booking) {
    /** Whether there can be anything that is held. */
    boolean wereEverFrozen() {
        return !freezes.freezes().isEmpty();
    }

    /** The freeze for which an earning is held, or null. */
    FreezeHistory.@Nullable Freeze freezeOf(OpenEarning earning) {
        return earning.isOfSale()
                ? freezes.atOrdinal(earning.saleOrdinal())
                : freezes.at(booking.minuteStart(earning.minute()));
    }

    Split splitOf(OpenEarning earning) {
        if (earning.isOfSale()) {
            return splitAsOf(earning.saleOrdinal());
        }
        Split inForce = History.inForce(splits.splits(), booking.minuteStart(earning.minute()));
        if (inForce == null) {
            throw SettlementHalted.because(
                    "SPLIT_MISSING",
                    "model " + model + " earned in minute " + earning.minute()
                            + " but had no owner at its start. The chain log lacks its ModelRegistered event.");
        }
        return inForce;
    }

    Split splitAsOf(long ordinal) {
        Split asOf = History.asOf(splits.splits(), ordinal);
        if (asOf == null) {
            throw SettlementHalted.because(
                    "SPLIT_MISSING",
                    "model " + model + " has no owner before event " + ordinal
                            + ". The chain log lacks its ModelRegistered event.");
        }
        return asOf;
    }
}
