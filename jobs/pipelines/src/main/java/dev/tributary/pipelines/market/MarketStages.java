package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.royalties.ChainFacts;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * From the chain's log to what people see of the marketplace.
 *
 * <pre>
 *  ChainEvent, accepted, in log order (p=1)
 *       |-- TermsChanged -----------------------------------------> terms
 *       |-- BenchmarkReported, ModelVerified ---------------------> reports, verifications
 *       |-- Purchased, Released, Refunded --> TrackPurchases (p=1) --> purchases
 *       +-- PassIssued, PassRevoked --------> TrackPasses (p=1) -----> passes
 * </pre>
 */
public final class MarketStages {
    private MarketStages() {}

    /** @param events accepted events in log order, at parallelism 1 */
    public static MarketOutputs build(DataStream<ChainEvent> events) {
        return new MarketOutputs(
                ChainFacts.select(events, ModelTerms::read, ModelTerms.class, RoyaltyUids.READ_MODEL_TERMS),
                ChainFacts.select(events, BenchmarkReport::read, BenchmarkReport.class, RoyaltyUids.READ_BENCHMARKS),
                ChainFacts.select(
                        events, ModelVerification::read, ModelVerification.class, RoyaltyUids.READ_VERIFICATIONS),
                track(events, new TrackPurchases(), RoyaltyUids.TRACK_PURCHASES),
                track(events, new TrackPasses(), RoyaltyUids.TRACK_PASSES));
    }

    private static <T> SingleOutputStreamOperator<T> track(
            DataStream<ChainEvent> events, KeyedProcessFunction<Long, ChainEvent, T> operator, String uid) {
        return events.keyBy(ChainEvent::chainId)
                .process(operator)
                .uid(uid)
                .name(operator.getClass().getSimpleName())
                .setParallelism(1);
    }
}
