package dev.tributary.settlement.verification;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.proving.Standing;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up what was recomputed, epoch by epoch. */
final class RecomputedEpochs {
    private final RecomputedBatches batches;

    RecomputedEpochs(RecomputedBatches batches) {
        this.batches = batches;
    }

    /** Empty when the logs give fewer epochs. */
    Optional<RecomputedEpoch> at(long epoch) {
        Optional<BatchHeader> header = batches.header(epoch);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Holder, BigInteger> numerators = new TreeMap<>();
        for (BatchHeader earlier : batches.headers().subList(0, (int) epoch)) {
            for (AccountLine line : batches.lines(earlier)) {
                numerators.merge(new Holder(line.token(), line.account()), line.numerator(), BigInteger::add);
            }
        }
        List<AccountTotal> totals = new ArrayList<>(numerators.size());
        numerators.forEach(
                (holder, numerator) -> totals.add(new AccountTotal(holder.token(), holder.account(), numerator)));
        return Optional.of(new RecomputedEpoch(header.get(), batches.lines(header.get()), Standing.of(totals)));
    }

    /** The numerator of an account's line; zero when it has none. */
    BigInteger line(long epoch, Holder holder) {
        return batches.header(epoch).map(batches::lines).orElse(List.of()).stream()
                .filter(line ->
                        line.token().equals(holder.token()) && line.account().equals(holder.account()))
                .map(AccountLine::numerator)
                .findFirst()
                .orElse(BigInteger.ZERO);
    }

    long count() {
        return batches.headers().size();
    }
}
