package dev.tributary.local.audit;

/**
 * What the logs themselves do not say.
 *
 * @param partitions the fixed number of partitions of the usage topic
 * @param signatures whether to check signatures; false is for synthetic logs
 */
public record AuditSettings(
        long periodMillis, long graceMillis, long grainMillis, int partitions, boolean signatures, Closing closing) {
    public AuditSettings {
        if (grainMillis <= 0 || periodMillis <= 0 || periodMillis % grainMillis != 0) {
            throw new IllegalArgumentException("the period (%d ms) must be a positive multiple of the grain (%d ms)"
                    .formatted(periodMillis, grainMillis));
        }
        if (graceMillis < 0 || partitions < 1) {
            throw new IllegalArgumentException("grace must not be negative (%d ms), partitions at least 1 (%d)"
                    .formatted(graceMillis, partitions));
        }
    }
}
