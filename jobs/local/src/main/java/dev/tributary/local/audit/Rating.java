package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a period's usage into charges, or refuses it. */
record Rating(
        AuditSettings settings, Marketplace marketplace, Permissions permissions, UsageLog usage, LineTally tally) {
    SortedMap<Charge, BigInteger> charges(List<UsageBucket> buckets) {
        SortedMap<Charge, BigInteger> charges = new TreeMap<>(Charge.IN_ORDER);
        for (UsageBucket bucket : buckets) {
            UsageSum sum = usage.sum(bucket);
            Terms terms = marketplace.termsAt(bucket.model(), bucket.minute() * settings.grainMillis());
            Reason refusal = refusal(bucket, terms);
            if (terms == null || refusal != null) {
                tally.refuse(refusal == null ? Reason.MODEL_UNKNOWN : refusal, sum.lines());
                continue;
            }
            tally.count(sum.lines());
            Charge charge = new Charge(terms.token(), bucket.payer(), bucket.period(), bucket.minute(), bucket.model());
            charges.merge(charge, terms.micro(sum), BigInteger::add);
        }
        return charges;
    }

    private @Nullable Reason refusal(UsageBucket bucket, @Nullable Terms terms) {
        return terms == null
                ? Reason.MODEL_UNKNOWN
                : permissions.refusal(bucket, terms, bucket.minute() * settings.grainMillis(), settings.permissions());
    }
}
