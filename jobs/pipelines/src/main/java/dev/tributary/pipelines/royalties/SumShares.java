package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Sends one sum per receiver of what a subtask shares, not one record per model and member of its family: a model at
 * the root of a large family has one record from each subtask.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SumShares extends GatherAhead<FamilyRevenue, ModelEarning> {
    static final OutputTag<AccountCredit> TREASURY =
            new OutputTag<>("treasury-credits", TypeInformation.of(AccountCredit.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("shared-revenue", TypeInformation.of(BookEntry.class));
    static final OutputTag<DownstreamUsage> DOWNSTREAM =
            new OutputTag<>("downstream-usage", TypeInformation.of(DownstreamUsage.class));

    private static final long serialVersionUID = 1L;
    private static final int MOST_SUMS = 1 << 16;

    private final BookingRule booking;
    private transient FamilySums sums;

    SumShares(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open() throws Exception {
        super.open();
        sums = new FamilySums();
    }

    @Override
    public void processElement(StreamRecord<FamilyRevenue> element) {
        sums.add(element.getValue());
        if (sums.size() >= MOST_SUMS) {
            send();
        }
    }

    @Override
    void send() {
        if (sums.size() == 0) {
            return;
        }
        sums.forEachEarning(earning -> output.collect(new StreamRecord<>(earning)));
        sums.treasuries().forEach(credit -> output.collect(TREASURY, new StreamRecord<>(credit)));
        sums.books().forEach(entry -> output.collect(BOOKS, new StreamRecord<>(entry)));
        sums.forEachDownstream(booking, usage -> output.collect(DOWNSTREAM, new StreamRecord<>(usage)));
        sums = new FamilySums();
    }
}
