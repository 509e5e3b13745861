package dev.tributary.pipelines.replay;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.usage.BookingRule;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What two logs come to, and all that a proof of it needs: the seals of all epochs, and their lines. */
public final class RecomputedBatches {
    private static final Comparator<AccountLine> BY_TOKEN_AND_ACCOUNT =
            Comparator.comparing(AccountLine::token).thenComparing(AccountLine::account);

    private final List<BatchHeader> headers;
    private final Map<Long, List<AccountLine>> linesByPeriod;
    private final BookingRule booking;

    public RecomputedBatches(List<BatchHeader> headers, List<AccountLine> lines, BookingRule booking) {
        this.headers = headers.stream()
                .sorted(Comparator.comparingLong(BatchHeader::epoch))
                .toList();
        this.linesByPeriod =
                lines.stream().sorted(BY_TOKEN_AND_ACCOUNT).collect(Collectors.groupingBy(AccountLine::period));
        this.booking = booking;
    }

    /** By epoch, from 1 on without a gap. The last ones may be of periods whose end the logs do not reach. */
    public List<BatchHeader> headers() {
        return headers;
    }

    /** Empty when the logs give fewer batches. */
    public Optional<BatchHeader> header(long epoch) {
        return epoch >= 1 && epoch <= headers.size() ? Optional.of(headers.get((int) epoch - 1)) : Optional.empty();
    }

    /** By token and account. */
    public List<AccountLine> lines(BatchHeader header) {
        return linesByPeriod.getOrDefault(booking.periodOf(header.periodStartMillis()), List.of());
    }

    /** Whether both logs go on behind the end of the period, so that nothing more can come into it. */
    public static boolean isComplete(BatchHeader header) {
        return header.firstFinalizedBlockAfter() >= 0
                && header.firstOffsetsAfter().stream().allMatch(offset -> offset >= 0);
    }
}
