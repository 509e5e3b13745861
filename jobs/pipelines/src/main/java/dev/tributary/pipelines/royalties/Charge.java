package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;

/**
 * What a payer owes for one model, one minute of usage and one booked period, over all gateways and passes; also when
 * the price is zero.
 *
 * @param period index of the settlement period in which the usage was booked
 * @param minute index of the rating grain that priced it
 * @param micro amount in 10^-6 base units
 * @param lines usage lines that it stands for
 */
public record Charge(
        String token,
        String payer,
        long period,
        long minute,
        String model,
        BigInteger micro,
        MeterTotals meters,
        long lines) {}
