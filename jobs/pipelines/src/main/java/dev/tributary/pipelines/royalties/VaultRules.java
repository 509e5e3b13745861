package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What belongs to a vault for ever: with any of it changed, what was sealed would come out differently. It is kept in
 * every checkpoint, so that no job goes on from the state of other rules.
 *
 * @param vault lower-case 0x address, empty for any
 * @param usagePartitions of the usage topic
 * @param writeOffAfterMillis see {@link FundingSettings}
 */
public record VaultRules(
        long chainId,
        String vault,
        long grainMillis,
        long periodMillis,
        long graceMillis,
        int usagePartitions,
        long writeOffAfterMillis)
        implements Serializable {

    static VaultRules of(
            long chainId, String vault, BookingRule booking, int usagePartitions, FundingSettings funding) {
        return new VaultRules(
                chainId,
                vault,
                booking.grainMillis(),
                booking.periodMillis(),
                booking.graceMillis(),
                usagePartitions,
                funding.writeOffAfterMillis());
    }

    /** Halts when the state that a job starts from was made under other rules than its own. */
    void requireSameAs(VaultRules restored) {
        List<String> changes = new ArrayList<>();
        change(changes, "chain.id", restored.chainId, chainId, "");
        change(changes, "contract.royalty-vault", restored.vault, vault, "");
        change(changes, "rating.grain", restored.grainMillis, grainMillis, " ms");
        change(changes, "settlement.period", restored.periodMillis, periodMillis, " ms");
        change(changes, "settlement.grace", restored.graceMillis, graceMillis, " ms");
        change(changes, "usage.partitions", restored.usagePartitions, usagePartitions, "");
        change(changes, "funding.write-off-after", restored.writeOffAfterMillis, writeOffAfterMillis, " ms");
        if (!changes.isEmpty()) {
            throw SettlementHalted.because(
                    "RULES_CHANGED",
                    "the state that this job was started from was made with " + String.join(", ", changes)
                            + ". These belong to a vault for ever: lines booked under both would be lost or counted"
                            + " twice. Start the job with the settings of its state; other rules need another vault.");
        }
    }

    private static void change(List<String> changes, String setting, Object was, Object is, String unit) {
        if (!was.equals(is)) {
            changes.add(setting + "=" + was + unit + ", not " + is + unit);
        }
    }
}
