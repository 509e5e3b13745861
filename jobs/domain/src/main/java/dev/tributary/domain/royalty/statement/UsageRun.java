package dev.tributary.domain.royalty.statement;

import dev.tributary.domain.royalty.Split;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Parts of charges over a run of minutes of which everything is the same that decides who gets how much. */
final class UsageRun {
    private final Split split;
    private long firstMinuteMillis = Long.MAX_VALUE;
    private long lastMinuteMillis = Long.MIN_VALUE;
    private BigInteger micro = BigInteger.ZERO;
    private @Nullable ChargedUsage usage = ChargedUsage.NONE;

    /**
     * What is the same. The numbers are places in the histories, so no change lies between two minutes with equal ones.
     *
     * @param receivingModel null of a fee
     * @param payee place in the split history, or of the treasury; -1 where a dispute's end decides
     * @param freeze number of the dispute, -1 where there is none
     */
    record Key(
            StatementLine.Kind kind,
            String token,
            String earningModel,
            @Nullable String receivingModel,
            String payer,
            long bookedMillis,
            long accruedMillis,
            int terms,
            int fee,
            int payee,
            int freeze) {}

    /** @param split that the account has its part of */
    UsageRun(Split split) {
        this.split = split;
    }

    void add(FundedPart part) {
        firstMinuteMillis = Math.min(firstMinuteMillis, part.minuteMillis());
        lastMinuteMillis = Math.max(lastMinuteMillis, part.minuteMillis());
        micro = micro.add(part.micro());
        ChargedUsage known = usage;
        ChargedUsage more = part.usage();
        usage = known == null || more == null ? null : known.plus(more);
    }

    Split split() {
        return split;
    }

    long firstMinuteMillis() {
        return firstMinuteMillis;
    }

    long lastMinuteMillis() {
        return lastMinuteMillis;
    }

    BigInteger micro() {
        return micro;
    }

    /** Null where that of any part is not known. */
    @Nullable
    ChargedUsage usage() {
        return usage;
    }
}
