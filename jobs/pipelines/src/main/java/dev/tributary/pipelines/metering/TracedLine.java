package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;

/**
 * A usage line as it was booked.
 *
 * @param pass decimal id of the access pass cited, "" for none
 * @param minuteMillis start of the minute that prices it
 * @param periodMillis start of the period that it is booked in
 * @param periodEndMillis exclusive
 * @param text as it was reported
 */
public record TracedLine(
        String model,
        String payer,
        String pass,
        long minuteMillis,
        long periodMillis,
        long periodEndMillis,
        MeterTotals meters,
        String text) {}
