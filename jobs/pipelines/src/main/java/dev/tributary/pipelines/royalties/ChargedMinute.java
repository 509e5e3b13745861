package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The charges of one model and minute, added up over payers when their period closes: for the analytics of minutes.
 *
 * @param payers each once
 * @param micro in 10^-6 base units
 * @param lines usage lines that were charged
 */
public record ChargedMinute(
        String token,
        long period,
        long minute,
        String model,
        List<String> payers,
        BigInteger micro,
        MeterTotals meters,
        long lines) {

    /** @param charges at least one, all of one model and minute, each payer once */
    static ChargedMinute of(List<Charge> charges) {
        Charge first = charges.get(0);
        List<String> payers = new ArrayList<>(charges.size());
        BigInteger micro = BigInteger.ZERO;
        MeterTotals meters = MeterTotals.ZERO;
        long lines = 0;
        for (Charge charge : charges) {
            payers.add(charge.payer());
            micro = micro.add(charge.micro());
            meters = meters.plus(charge.meters());
            lines += charge.lines();
        }
        return new ChargedMinute(
                first.token(), first.period(), first.minute(), first.model(), payers, micro, meters, lines);
    }
}
