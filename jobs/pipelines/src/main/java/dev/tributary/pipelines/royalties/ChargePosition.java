package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one close did with one charge, and what it left of it: one row of table {@code charge_position}. All amounts in
 * 10^-6 base units; over all closes, a charge is what was funded, void and written off, and what waits after the last.
 *
 * @param period whose close it was
 * @param bookedPeriod that the charge was booked in
 * @param fundedMicro covered, and so accrued in the period
 * @param voidMicro beyond the spend limit
 * @param writtenOffMicro given up
 * @param waitingMicro left after the close
 * @param charge the whole charge with its usage, at the close of its own period; null later
 */
public record ChargePosition(
        long period,
        long bookedPeriod,
        String token,
        String payer,
        String model,
        long minute,
        BigInteger fundedMicro,
        BigInteger voidMicro,
        BigInteger writtenOffMicro,
        BigInteger waitingMicro,
        @Nullable Whole charge) {

    /** A charge before anything was done with it. */
    public record Whole(BigInteger micro, MeterTotals meters, long lines) {}

    /** One per charge of the period, and one per older charge that the close touched. */
    static List<ChargePosition> of(
            String token, String payer, long period, PayerAccount.Closed closed, Map<ChargeKey, Charge> charges) {
        Map<ChargeKey, BigInteger> funded = byKey(closed.funded());
        Map<ChargeKey, BigInteger> overLimit = byKey(closed.overLimit());
        Map<ChargeKey, BigInteger> writtenOff = byKey(closed.writtenOff());
        Set<ChargeKey> touched = new HashSet<>(charges.keySet());
        touched.addAll(funded.keySet());
        touched.addAll(writtenOff.keySet());
        if (touched.isEmpty()) {
            return List.of();
        }
        Map<ChargeKey, BigInteger> waiting = byKey(closed.next().waiting());
        return touched.stream()
                .map(key -> new ChargePosition(
                        period,
                        key.period(),
                        token,
                        payer,
                        key.model(),
                        key.minute(),
                        funded.getOrDefault(key, BigInteger.ZERO),
                        overLimit.getOrDefault(key, BigInteger.ZERO),
                        writtenOff.getOrDefault(key, BigInteger.ZERO),
                        waiting.getOrDefault(key, BigInteger.ZERO),
                        whole(charges.get(key))))
                .toList();
    }

    private static @Nullable Whole whole(@Nullable Charge charge) {
        return charge == null ? null : new Whole(charge.micro(), charge.meters(), charge.lines());
    }

    private static Map<ChargeKey, BigInteger> byKey(List<WaitingCharge> charges) {
        return charges.stream()
                .collect(Collectors.toMap(
                        charge -> new ChargeKey(charge.period(), charge.minute(), charge.model()),
                        WaitingCharge::micro,
                        BigInteger::add));
    }
}
