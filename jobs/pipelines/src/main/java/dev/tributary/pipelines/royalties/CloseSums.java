package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import java.math.BigInteger;
import java.util.List;

/**
 * What the steps of one payer's close come to, in 10^-6 base units but for what is withdrawn, which is in base units.
 *
 * @param unfundedChangeMicro of what waits, by the charges that waited before and after, so that it is no conclusion from
 *     the other sums but can be held against them
 */
record CloseSums(
        BigInteger fundedMicro,
        BigInteger voidMicro,
        BigInteger writtenOffMicro,
        BigInteger withdrawnUnits,
        BigInteger unfundedChangeMicro) {
    static final CloseSums NONE =
            new CloseSums(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    /** @param waited what the step found waiting */
    CloseSums plus(List<WaitingCharge> waited, PayerAccount.Closed step) {
        return new CloseSums(
                fundedMicro.add(WaitingCharge.sumMicro(step.funded())),
                voidMicro.add(WaitingCharge.sumMicro(step.overLimit())),
                writtenOffMicro.add(WaitingCharge.sumMicro(step.writtenOff())),
                withdrawnUnits.add(step.withdrawnUnits()),
                unfundedChangeMicro.add(step.next().unfundedMicro()).subtract(WaitingCharge.sumMicro(waited)));
    }
}
