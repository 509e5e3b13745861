package dev.tributary.gateway;

import org.jspecify.annotations.Nullable;

/**
 * How far reporting is behind.
 *
 * @param openLines lines in the report that is being filled, not on disk yet
 * @param spooledReports reports on disk that the broker is not known to have
 * @param spooledBytes their size
 * @param lastFailure why the last attempt to write or send failed, null after one that did not
 */
public record ReporterStatus(
        int openLines,
        int spooledReports,
        long spooledBytes,
        @Nullable String lastFailure) {}
