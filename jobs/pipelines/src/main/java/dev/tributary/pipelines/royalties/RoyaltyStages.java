package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.metering.UsageCount;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * From usage per minute and the chain's log to what every account is credited.
 *
 * <pre>
 *  chain records                                        usage counts
 *       |                                                    |
 *  AcceptChainEvents (p=1), chain time                       |
 *       |-- terms, by model ---------------------------> RateUsage      --> refused usage, tallies
 *       |                                                    | Charge
 *       |                                               FundCharges     by (payer, token)
 *       |                                                    | FundedCharge
 *       |-- ShareLineage (p=1): vectors, breaks, by model -> |
 *       |-- fee and treasury, broadcast ---------------> ShareCharges   --> treasury, revenue, SumDownstream
 *       |                                                    | ModelEarning
 *       |-- splits, by receiving model ----------------> SplitEarnings
 *       |                                                    | AccountCredit
 *       +-- claims, models, finalized blocks                 v
 * </pre>
 *
 * Every stage acts when its watermark passes the end of a period; it forwards the watermark afterwards, so the stage
 * below it has all of the period when its own turn comes.
 */
public final class RoyaltyStages {
    private RoyaltyStages() {}

    /**
     * @param contracts whose events count
     * @param counts with the watermarks of the usage log
     */
    public static RoyaltyStageOutputs build(
            DataStream<ChainRecord> records,
            DataStream<UsageCount> counts,
            long chainId,
            ContractAddresses contracts,
            BookingRule booking) {
        SingleOutputStreamOperator<ChainEvent> events = accept(records, chainId, contracts);
        SingleOutputStreamOperator<Charge> charges = counts.keyBy(UsageCount::model)
                .connect(select(events, TermsChange::read, TermsChange.class, RoyaltyUids.READ_TERMS)
                        .keyBy(TermsChange::model))
                .process(new RateUsage(booking))
                .uid(RoyaltyUids.RATE_USAGE)
                .name("RateUsage");
        SingleOutputStreamOperator<FundedCharge> funded = charges.keyBy(
                        charge -> Tuple2.of(charge.payer(), charge.token()), Types.TUPLE(Types.STRING, Types.STRING))
                .process(new FundCharges())
                .uid(RoyaltyUids.FUND_CHARGES)
                .name("FundCharges");
        SingleOutputStreamOperator<ModelEarning> earnings = share(events, funded, booking);
        SingleOutputStreamOperator<AccountCredit> credits = earnings.keyBy(ModelEarning::model)
                .connect(select(events, SplitChange::read, SplitChange.class, RoyaltyUids.READ_SPLITS)
                        .keyBy(SplitChange::model))
                .process(new SplitEarnings(booking))
                .uid(RoyaltyUids.SPLIT_EARNINGS)
                .name("SplitEarnings");
        return new RoyaltyStageOutputs(
                charges,
                charges.getSideOutput(RateUsage.REJECTED),
                charges.getSideOutput(RateUsage.TALLIES),
                credits.union(earnings.getSideOutput(ShareCharges.TREASURY)),
                earnings.getSideOutput(ShareCharges.REVENUE),
                earnings.getSideOutput(ShareCharges.DOWNSTREAM)
                        .keyBy(DownstreamUsage::model)
                        .process(new SumDownstream(booking))
                        .uid(RoyaltyUids.SUM_DOWNSTREAM)
                        .name("SumDownstream"),
                select(events, FinalizedBlock::read, FinalizedBlock.class, RoyaltyUids.READ_FINALITY),
                select(events, Claim::read, Claim.class, RoyaltyUids.READ_CLAIMS),
                events.keyBy(ChainEvent::chainId)
                        .process(new DescribeModels())
                        .uid(RoyaltyUids.DESCRIBE_MODELS)
                        .name("DescribeModels")
                        .setParallelism(1));
    }

    private static SingleOutputStreamOperator<ChainEvent> accept(
            DataStream<ChainRecord> records, long chainId, ContractAddresses contracts) {
        return records.process(new AcceptChainEvents(chainId, contracts))
                .uid(RoyaltyUids.ACCEPT_CHAIN_EVENTS)
                .name("AcceptChainEvents")
                .setParallelism(1)
                .assignTimestampsAndWatermarks(ChainTime.watermarks())
                .uid(RoyaltyUids.ASSIGN_CHAIN_TIME)
                .name("ChainTime")
                .setParallelism(1);
    }

    private static SingleOutputStreamOperator<ModelEarning> share(
            SingleOutputStreamOperator<ChainEvent> events,
            SingleOutputStreamOperator<FundedCharge> funded,
            BookingRule booking) {
        SingleOutputStreamOperator<ShareVector> vectors = events.process(new ShareLineage())
                .uid(RoyaltyUids.SHARE_LINEAGE)
                .name("ShareLineage")
                .setParallelism(1);
        DataStream<SharingFact> facts = route(funded, SharingFact::of, RoyaltyUids.ROUTE_CHARGES)
                .union(
                        route(vectors, SharingFact::of, RoyaltyUids.ROUTE_VECTORS)
                                .setParallelism(1),
                        route(vectors.getSideOutput(ShareLineage.BREAKS), SharingFact::of, RoyaltyUids.ROUTE_BREAKS)
                                .setParallelism(1));
        BroadcastStream<PlatformChange> platform = select(
                        events, PlatformChange::read, PlatformChange.class, RoyaltyUids.READ_PLATFORM)
                .broadcast(ShareCharges.PLATFORM_CHANGES);
        return facts.keyBy(SharingFact::model)
                .connect(platform)
                .process(new ShareCharges(booking))
                .uid(RoyaltyUids.SHARE_CHARGES)
                .name("ShareCharges");
    }

    private static <T> SingleOutputStreamOperator<SharingFact> route(
            DataStream<T> stream, MapFunction<T, SharingFact> toFact, String uid) {
        return stream.map(toFact).returns(SharingFact.class).uid(uid);
    }

    /** The events that a reader understands, in log order. */
    private static <T> SingleOutputStreamOperator<T> select(
            DataStream<ChainEvent> events,
            SerializableFunction<ChainEvent, @Nullable T> reader,
            Class<T> type,
            String uid) {
        FlatMapFunction<ChainEvent, T> read = (event, out) -> {
            T fact = reader.apply(event);
            if (fact != null) {
                out.collect(fact);
            }
        };
        return events.flatMap(read)
                .returns(type)
                .uid(uid)
                .name(type.getSimpleName())
                .setParallelism(1);
    }
}
