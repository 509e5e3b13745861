package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.MeterTotalsSerializer;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInfo;
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
    public record Whole(
            BigInteger micro,
            @TypeInfo(MeterTotalsSerializer.Type.class) MeterTotals meters,
            long lines) {}

    /** One per charge of the period, and one per older charge that the close touched. */
    static void forEach(ClosedCharges charges, Consumer<ChargePosition> action) {
        PayerAccount.Closed closed = charges.closed();
        long period = charges.period();
        ChargeParts funded = new ChargeParts(closed.funded(), period);
        ChargeParts overLimit = new ChargeParts(closed.overLimit(), period);
        ChargeParts writtenOff = new ChargeParts(closed.writtenOff(), period);
        ChargeParts waiting = new ChargeParts(closed.next().waiting(), period);
        for (Charge charge : charges.charges()) {
            action.accept(new ChargePosition(
                    period,
                    period,
                    charges.token(),
                    charges.payer(),
                    charge.model(),
                    charge.minute(),
                    funded.of(charge),
                    overLimit.of(charge),
                    writtenOff.of(charge),
                    waiting.of(charge),
                    new Whole(charge.micro(), charge.meters(), charge.lines())));
        }
        forEachOlder(charges, action);
    }

    private static void forEachOlder(ClosedCharges charges, Consumer<ChargePosition> action) {
        PayerAccount.Closed closed = charges.closed();
        long period = charges.period();
        Map<ChargeKey, BigInteger> funded = byKey(closed.funded(), period);
        Map<ChargeKey, BigInteger> writtenOff = byKey(closed.writtenOff(), period);
        Set<ChargeKey> touched = new HashSet<>(funded.keySet());
        touched.addAll(writtenOff.keySet());
        if (touched.isEmpty()) {
            return;
        }
        Map<ChargeKey, BigInteger> waiting = byKey(closed.next().waiting(), period);
        for (ChargeKey key : touched) {
            action.accept(new ChargePosition(
                    period,
                    key.period(),
                    charges.token(),
                    charges.payer(),
                    key.model(),
                    key.minute(),
                    funded.getOrDefault(key, BigInteger.ZERO),
                    BigInteger.ZERO,
                    writtenOff.getOrDefault(key, BigInteger.ZERO),
                    waiting.getOrDefault(key, BigInteger.ZERO),
                    null));
        }
    }

    /** Of the charges that are older than a period. */
    private static Map<ChargeKey, BigInteger> byKey(List<WaitingCharge> charges, long period) {
        return charges.stream()
                .filter(charge -> charge.period() != period)
                .collect(Collectors.toMap(
                        charge -> new ChargeKey(charge.period(), charge.minute(), charge.model()),
                        WaitingCharge::micro,
                        BigInteger::add));
    }
}
