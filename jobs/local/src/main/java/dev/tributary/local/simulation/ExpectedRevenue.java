package dev.tributary.local.simulation;

import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the counted lines of a plan must cost, in 10^-6 base units, summed before anything is reported. */
public final class ExpectedRevenue {
    private final UsagePlan plan;
    private final List<BigInteger> microByPayer;

    private ExpectedRevenue(UsagePlan plan) {
        this.plan = plan;
        this.microByPayer =
                new ArrayList<>(Collections.nCopies(plan.market().payers().size(), BigInteger.ZERO));
    }

    /** Of the plan's own lines and of the unruly gateway's good ones. */
    public static ExpectedRevenue of(UsagePlan plan, UnrulyPlan unruly) {
        ExpectedRevenue revenue = new ExpectedRevenue(plan);
        for (long number = 0; number < plan.lines(); number++) {
            revenue.add(plan.line(number));
        }
        for (int round = 0; round < unruly.rounds(); round++) {
            unruly.goodLines(round).forEach(revenue::add);
        }
        return revenue;
    }

    public BigInteger micro(int payer) {
        return microByPayer.get(payer);
    }

    public BigInteger totalMicro() {
        return microByPayer.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void add(PlannedLine line) {
        if (line.passRevoked()) {
            return;
        }
        // The token does not matter for the price.
        Terms terms = new Terms("", plan.market().pricesPerMillion(line.model(), line.phase()), false);
        BigInteger micro =
                terms.chargeMicro(MeterTotals.of(1, line.inputTokens(), line.outputTokens(), line.computeMillis()));
        microByPayer.set(line.payer(), microByPayer.get(line.payer()).add(micro));
    }
}
