package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.compact.TextSerializer;
import dev.tributary.pipelines.metering.ModelUsage;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From usage per minute and the chain's log to what every account is credited.
 *
 * <pre>
 *  chain records                                        usage counts
 *       |                                                    |
 *  AcceptChainEvents (p=1), chain time                       |
 *       |-- terms and passes, by model ----------------> RateUsage      --> refused usage, tallies
 *       |-- gateways, broadcast ----------------------------|
 *       |                                                    | ModelCharges, packed by payer, token and period
 *       |-- deposits, limits, withdrawals -------------> FundCharges    --> positions of payers and charges,
 *       |   by (payer, token)                                |              withdrawals, over the limit
 *       |                                                    | ClosedCharges, summed by model and minute
 *       |-- ShareLineage (p=1): vectors, breaks, by model -> |
 *       |       | sales                                      |
 *       |-- fee and treasury, broadcast ---------------> ShareCharges
 *       |       |                                            | FamilyRevenue
 *       |       |                                        SumShares      --> treasury, SumDownstream
 *       |       |                                            | ModelEarning
 *       |       +------------------------------------------> |
 *       |-- splits and freezes, by receiving model ----> SplitEarnings  --> suspense
 *       |                                                    | AccountCredit
 *       +-- claims, models, contract events, finalized blocks
 * </pre>
 *
 * Every stage acts when its watermark passes the end of a period; it forwards the watermark afterwards, so the stage
 * below it has all of the period when its own turn comes. What a stage only adds up is summed by each subtask of the one
 * above it before it is sent ({@link GatherAhead}), and what it keeps apart is packed ({@link PackCharges}).
 */
public final class RoyaltyStages {
    private RoyaltyStages() {}

    /** @param usage with the watermarks of the usage log */
    public static RoyaltyStageOutputs build(
            DataStream<ChainRecord> records, DataStream<ModelUsage> usage, StageRules rules) {
        BookingRule booking = rules.booking();
        SingleOutputStreamOperator<ChainEvent> events = accept(records, rules);
        SingleOutputStreamOperator<ModelCharges> charges = rate(events, usage, rules);
        SingleOutputStreamOperator<ClosedCharges> funded = gather(
                        charges, "PackCharges", ChargePack.class, new PackCharges(), RoyaltyUids.PACK_CHARGES)
                .keyBy(pack -> Tuple2.of(pack.payer(), pack.token()), Types.TUPLE(Types.STRING, Types.STRING))
                .connect(ChainFacts.select(events, PayerMove::read, PayerMove.class, RoyaltyUids.READ_PAYER_MOVES)
                        .keyBy(move -> Tuple2.of(move.payer(), move.token()), Types.TUPLE(Types.STRING, Types.STRING)))
                .process(new FundCharges(booking, rules.funding()))
                .uid(RoyaltyUids.FUND_CHARGES)
                .name("FundCharges");
        SingleOutputStreamOperator<ShareVector> vectors = events.process(new ShareLineage(booking))
                .uid(RoyaltyUids.SHARE_LINEAGE)
                .name("ShareLineage")
                .setParallelism(1);
        SingleOutputStreamOperator<ModelEarning> earnings = share(events, vectors, funded, booking);
        SingleOutputStreamOperator<AccountCredit> credits = earnings.union(vectors.getSideOutput(ShareLineage.SALES))
                .keyBy(ModelEarning::model, TextSerializer.TEXT)
                .connect(ChainFacts.select(events, PayeeChange::read, PayeeChange.class, RoyaltyUids.READ_PAYEES)
                        .keyBy(PayeeChange::model, TextSerializer.TEXT))
                .process(new SplitEarnings(booking))
                .uid(RoyaltyUids.SPLIT_EARNINGS)
                .name("SplitEarnings");
        return new RoyaltyStageOutputs(
                events,
                charges.getSideOutput(RateUsage.MINUTES),
                charges.getSideOutput(RateUsage.REJECTED).union(funded.getSideOutput(FundCharges.REJECTED)),
                charges.getSideOutput(RateUsage.TALLIES).union(funded.getSideOutput(FundCharges.TALLIES)),
                sumAhead(credits, AccountCredit::key, AccountCredit::plus, RoyaltyUids.SUM_CREDITS)
                        .union(
                                earnings.getSideOutput(SumShares.TREASURY),
                                funded.getSideOutput(FundCharges.WITHDRAWALS)),
                earnings.getSideOutput(SumShares.BOOKS)
                        .union(
                                funded.getSideOutput(FundCharges.BOOKS),
                                vectors.getSideOutput(ShareLineage.BOOKS),
                                credits.getSideOutput(SplitEarnings.BOOKS)),
                funded.getSideOutput(FundCharges.POSITIONS),
                describe(funded),
                credits.getSideOutput(SplitEarnings.SUSPENSE),
                earnings.getSideOutput(SumShares.DOWNSTREAM)
                        .keyBy(DownstreamUsage::model, TextSerializer.TEXT)
                        .process(new SumDownstream(booking))
                        .uid(RoyaltyUids.SUM_DOWNSTREAM)
                        .name("SumDownstream"),
                ChainFacts.select(
                        events,
                        event -> event.isBlockFinalized() ? null : event,
                        ChainEvent.class,
                        RoyaltyUids.READ_CONTRACT_EVENTS),
                ChainFacts.select(events, FinalizedBlock::read, FinalizedBlock.class, RoyaltyUids.READ_FINALITY),
                ChainFacts.select(events, Claim::read, Claim.class, RoyaltyUids.READ_CLAIMS),
                events.keyBy(ChainEvent::chainId)
                        .process(new DescribeModels())
                        .uid(RoyaltyUids.DESCRIBE_MODELS)
                        .name("DescribeModels")
                        .setParallelism(1));
    }

    private static SingleOutputStreamOperator<ModelCharges> rate(
            SingleOutputStreamOperator<ChainEvent> events, DataStream<ModelUsage> usage, StageRules rules) {
        DataStream<RatingFact> facts = route(usage, RatingFact::of, RatingFact.class, RoyaltyUids.ROUTE_USAGE)
                .setParallelism(usage.getParallelism())
                .union(
                        route(
                                        ChainFacts.select(
                                                events, TermsChange::read, TermsChange.class, RoyaltyUids.READ_TERMS),
                                        RatingFact::of,
                                        RatingFact.class,
                                        RoyaltyUids.ROUTE_TERMS)
                                .setParallelism(1),
                        route(
                                        ChainFacts.select(
                                                events, PassChange::read, PassChange.class, RoyaltyUids.READ_PASSES),
                                        RatingFact::of,
                                        RatingFact.class,
                                        RoyaltyUids.ROUTE_PASSES)
                                .setParallelism(1));
        return facts.keyBy(RatingFact::model, TextSerializer.TEXT)
                .connect(ChainFacts.select(events, GatewayChange::read, GatewayChange.class, RoyaltyUids.READ_GATEWAYS)
                        .broadcast(RateUsage.GATEWAYS))
                .process(new RateUsage(rules.booking(), rules.checkGateways()))
                .uid(RoyaltyUids.RATE_USAGE)
                .name("RateUsage");
    }

    private static SingleOutputStreamOperator<ChainEvent> accept(DataStream<ChainRecord> records, StageRules rules) {
        return records.process(new AcceptChainEvents(rules.ofVault(), rules.contracts()))
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
            SingleOutputStreamOperator<ShareVector> vectors,
            SingleOutputStreamOperator<ClosedCharges> funded,
            BookingRule booking) {
        DataStream<ModelRevenue> revenue =
                gather(funded, "SumRevenue", ModelRevenue.class, new SumRevenue(), RoyaltyUids.SUM_REVENUE);
        DataStream<SharingFact> facts = route(revenue, SharingFact::of, SharingFact.class, RoyaltyUids.ROUTE_CHARGES)
                .union(
                        route(vectors, SharingFact::of, SharingFact.class, RoyaltyUids.ROUTE_VECTORS)
                                .setParallelism(1),
                        route(
                                        vectors.getSideOutput(ShareLineage.BREAKS),
                                        SharingFact::of,
                                        SharingFact.class,
                                        RoyaltyUids.ROUTE_BREAKS)
                                .setParallelism(1));
        BroadcastStream<PlatformChange> platform = ChainFacts.select(
                        events, PlatformChange::read, PlatformChange.class, RoyaltyUids.READ_PLATFORM)
                .broadcast(ShareCharges.PLATFORM_CHANGES);
        return facts.keyBy(SharingFact::model, TextSerializer.TEXT)
                .connect(platform)
                .process(new ShareCharges(booking))
                .uid(RoyaltyUids.SHARE_CHARGES)
                .name("ShareCharges")
                .transform("SumShares", TypeInformation.of(ModelEarning.class), new SumShares(booking))
                .uid(RoyaltyUids.SUM_SHARES);
    }

    private static <T> SingleOutputStreamOperator<T> sumAhead(
            DataStream<T> parts, SumAhead.Key<T> key, SumAhead.Plus<T> plus, String uid) {
        return parts.transform("SumAhead", parts.getType(), new SumAhead<>(key, plus))
                .uid(uid)
                .setParallelism(parts.getParallelism());
    }

    private static <I, O> SingleOutputStreamOperator<O> gather(
            DataStream<I> parts, String name, Class<O> type, GatherAhead<I, O> gathering, String uid) {
        return parts.transform(name, TypeInformation.of(type), gathering)
                .uid(uid)
                .setParallelism(parts.getParallelism());
    }

    /** In the chain of the closes, so that one record per close leaves it and not one per charge. */
    private static SingleOutputStreamOperator<ChargePosition> describe(DataStream<ClosedCharges> closes) {
        return closes.<ChargePosition>flatMap((charges, out) -> ChargePosition.forEach(charges, out::collect))
                .returns(ChargePosition.class)
                .uid(RoyaltyUids.DESCRIBE_CHARGES)
                .setParallelism(closes.getParallelism());
    }

    private static <T, F> SingleOutputStreamOperator<F> route(
            DataStream<T> stream, MapFunction<T, F> toFact, Class<F> type, String uid) {
        return stream.map(toFact).returns(type).uid(uid);
    }
}
