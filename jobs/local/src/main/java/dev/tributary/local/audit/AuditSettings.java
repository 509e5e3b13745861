package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.Map;

/**
 * What the logs themselves do not say.
 *
 * @param partitions the fixed number of partitions of the usage topic
 * @param writeOffMillis from the end of a charge's booked period to the first end of a period that writes its rest off
 * @param signatures whether to check signatures; false is for synthetic logs
 * @param permissions whether gateways must be authorised and allowed; passes are checked in any case
 * @param fundAll whether every charge, after the spend limit, is funded in its own period without touching balances
 * @param contracts the address of each contract whose events count, by its name; one that is not named here may be anywhere
 */
public record AuditSettings(
        long periodMillis,
        long graceMillis,
        long grainMillis,
        long writeOffMillis,
        int partitions,
        boolean signatures,
        boolean permissions,
        boolean fundAll,
        Closing closing,
        Map<String, String> contracts) {
    public AuditSettings {
        if (grainMillis <= 0 || periodMillis <= 0 || periodMillis % grainMillis != 0) {
            throw new IllegalArgumentException("the period (%d ms) must be a positive multiple of the grain (%d ms)"
                    .formatted(periodMillis, grainMillis));
        }
        if (graceMillis < 0 || writeOffMillis < 0 || partitions < 1) {
            throw new IllegalArgumentException(
                    "grace (%d ms) and write-off (%d ms) must not be negative, partitions at least 1 (%d)"
                            .formatted(graceMillis, writeOffMillis, partitions));
        }
    }

    /** By what the log alone says of the contracts, as a replay goes. */
    public AuditSettings(
            long periodMillis,
            long graceMillis,
            long grainMillis,
            long writeOffMillis,
            int partitions,
            boolean signatures,
            boolean permissions,
            boolean fundAll,
            Closing closing) {
        this(
                periodMillis,
                graceMillis,
                grainMillis,
                writeOffMillis,
                partitions,
                signatures,
                permissions,
                fundAll,
                closing,
                Map.of());
    }

    long endMillis(long period) {
        return (period + 1) * periodMillis;
    }

    /** The period of a block's timestamp. */
    long periodOf(BigInteger timestampSeconds) {
        return Math.floorDiv(timestampSeconds.longValueExact() * 1000, periodMillis);
    }
}
