package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.royalties.AccountCredit;
import dev.tributary.pipelines.royalties.BookEntry;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From credits to sealed periods.
 *
 * <pre>
 *  AccountCredit --> AccrueAccounts, by (token, account) --> AccountLine --> lines
 *                                                               |
 *  BookEntry, Frontier, FinalizedBlock ----------------> SealPeriod (p=1) --> headers
 *                                                               |
 *  Tally ----------------------------------------------> TotalLines (p=1) --> the accounting equation
 * </pre>
 */
public final class SealingStages {
    private SealingStages() {}

    /** One line per account whose numerator changed in a period. */
    public static DataStream<AccountLine> accrue(DataStream<AccountCredit> credits, BookingRule booking) {
        return credits.keyBy(
                        credit -> Tuple2.of(credit.token(), credit.account()), Types.TUPLE(Types.STRING, Types.STRING))
                .process(new AccrueAccounts(booking))
                .uid(RoyaltyUids.ACCRUE_ACCOUNTS)
                .name("AccrueAccounts");
    }

    /**
     * One header per period with lines.
     *
     * @param vault the contract that the epochs are numbered for
     * @param usagePartitions of the usage log
     */
    public static DataStream<BatchHeader> seal(
            DataStream<AccountLine> lines,
            DataStream<BookEntry> books,
            DataStream<Frontier> frontiers,
            DataStream<FinalizedBlock> blocks,
            long chainId,
            String vault,
            BookingRule booking,
            int usagePartitions,
            boolean fundAll) {
        return route(lines, SealingFact::of, RoyaltyUids.ROUTE_LINES)
                .union(
                        route(books, SealingFact::of, RoyaltyUids.ROUTE_BOOKS),
                        route(frontiers, SealingFact::of, RoyaltyUids.ROUTE_FRONTIERS),
                        route(blocks, SealingFact::of, RoyaltyUids.ROUTE_BLOCKS).setParallelism(1))
                .keyBy(fact -> vault, Types.STRING)
                .process(new SealPeriod(chainId, booking, usagePartitions, fundAll))
                .uid(RoyaltyUids.SEAL_PERIOD)
                .name("SealPeriod")
                .setParallelism(1);
    }

    /**
     * The accounting equation over all lines.
     *
     * @param headers each period with a header has its row, be it without lines
     */
    public static LineStreams total(
            DataStream<Tally> tallies, DataStream<BatchHeader> headers, long chainId, BookingRule booking) {
        DataStream<Tally> sealed = headers.map(header -> sealed(header, booking))
                .returns(Tally.class)
                .uid(RoyaltyUids.ROUTE_HEADERS)
                .setParallelism(1);
        SingleOutputStreamOperator<LineTotal> totals = tallies.union(sealed)
                .keyBy(tally -> chainId, Types.LONG)
                .process(new TotalLines(booking))
                .uid(RoyaltyUids.TOTAL_LINES)
                .name("TotalLines")
                .setParallelism(1);
        return new LineStreams(
                totals, totals.getSideOutput(TotalLines.MINUTES), totals.getSideOutput(TotalLines.PERIODS));
    }

    private static Tally sealed(BatchHeader header, BookingRule booking) {
        long period = booking.periodOf(header.periodStartMillis());
        return Tally.sealed(booking.earliestCloseMillis(period), period);
    }

    private static <T> SingleOutputStreamOperator<SealingFact> route(
            DataStream<T> stream, MapFunction<T, SealingFact> toFact, String uid) {
        return stream.map(toFact).returns(SealingFact.class).uid(uid);
    }
}
