package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.pipelines.compact.TextTable;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/**
 * Charges that wait for a deposit, of the payer and token in question. Each booked period is an entry of its own, so that a
 * payer who never pays costs every close what the period brought, and not what waits by then.
 */
final class WaitingCharges {
    private final MapState<Long, WaitingPack> packs;
    private final TextTable models;

    /** @param models where they are found again */
    WaitingCharges(MapState<Long, WaitingPack> packs, TextTable models) {
        this.packs = packs;
        this.models = models;
    }

    /** All that waits of a booked period, by (minute, model). */
    List<WaitingCharge> of(long period) throws Exception {
        WaitingPack pack = packs.get(period);
        return pack == null ? List.of() : pack.charges(period, models);
    }

    /** Takes the place of what waited of the booked period; false when nothing waits any more. */
    boolean put(long period, List<WaitingCharge> charges) throws Exception {
        if (charges.isEmpty()) {
            packs.remove(period);
            return false;
        }
        packs.put(period, WaitingPack.of(charges));
        return true;
    }
}
