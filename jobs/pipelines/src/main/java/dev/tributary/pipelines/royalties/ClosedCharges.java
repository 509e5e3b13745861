package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What one step of a close did with charges of one payer and token: one record for all of them, as what is made of each is
 * made in the same chain. Each older booked period that the close reaches is a step of its own, oldest first, before the
 * period itself, so that however much waits, no more than a period of it is in memory.
 *
 * @param period that closed
 * @param charges booked in the period, by (minute, model); none in the step of an older one
 */
public record ClosedCharges(String token, String payer, long period, List<Charge> charges, PayerAccount.Closed closed) {
    /**
     * Every charge with the part of it that is covered and accrues in the period; its minute still decides fee, lineage
     * and splits. Usage goes on with its charge in its own period, whether or not it is paid; what is paid later carries
     * none.
     */
    void forEachCovered(BiConsumer<Charge, BigInteger> action) {
        for (WaitingCharge part : closed.funded()) {
            if (part.period() != period) {
                action.accept(older(part), part.micro());
            }
        }
        ChargeParts covered = new ChargeParts(closed.funded(), period);
        for (Charge charge : charges) {
            action.accept(charge, covered.of(charge));
        }
    }

    private Charge older(WaitingCharge part) {
        return new Charge(token, payer, part.period(), part.minute(), part.model(), part.micro(), MeterTotals.ZERO, 0);
    }
}
