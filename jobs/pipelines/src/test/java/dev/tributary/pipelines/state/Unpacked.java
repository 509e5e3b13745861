package dev.tributary.pipelines.state;

import dev.tributary.domain.usage.AcceptedReport;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.MinuteSummary;
import dev.tributary.pipelines.metering.ModelUsage;
import dev.tributary.pipelines.metering.SketchBytes;
import dev.tributary.pipelines.royalties.ChargePack;
import dev.tributary.pipelines.royalties.ModelRevenue;
import dev.tributary.pipelines.royalties.OpenUsage;
import dev.tributary.pipelines.royalties.Packs;
import dev.tributary.pipelines.royalties.WaitingPack;

/**
 * What is inside the bytes that a record of state holds. Its serialiser only hands them on, so they have a form of their
 * own, which is as much that of the state.
 */
final class Unpacked {
    private Unpacked() {}

    static Object of(Record holder, String component, byte[] bytes) {
        if (holder instanceof OpenUsage) {
            // The model is the key of the state.
            return new ModelUsage("", bytes).counts(new TextTable());
        }
        if (holder instanceof WaitingPack pack) {
            return Packs.unpacked(pack);
        }
        if (holder instanceof ChargePack pack) {
            return Packs.unpacked(pack);
        }
        if (holder instanceof ModelRevenue revenue) {
            return Packs.unpacked(revenue);
        }
        if (holder instanceof MinuteSummary) {
            return component.equals("payers") ? SketchBytes.count(bytes) : SketchBytes.quantiles(bytes);
        }
        if (holder instanceof AcceptedReport) {
            return bytes;
        }
        throw new IllegalArgumentException("nothing is known of the bytes in " + holder + ": unpack them here");
    }
}
