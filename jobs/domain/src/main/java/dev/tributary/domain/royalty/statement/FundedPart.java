package dev.tributary.domain.royalty.statement;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one close covered of one charge: its payer's use of one model in one minute, booked in one period.
 *
 * @param periodMillis start of the period in which it was covered and accrued
 * @param bookedMillis start of the period that the charge was booked in
 * @param minuteMillis start of the minute of use
 * @param micro the part covered, 10^-6 base units
 * @param usage what the whole charge stands for; null where that is not known any more
 */
public record FundedPart(
        long periodMillis,
        long bookedMillis,
        String token,
        String payer,
        String model,
        long minuteMillis,
        BigInteger micro,
        @Nullable ChargedUsage usage) {}
