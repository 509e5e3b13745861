package dev.tributary.pipelines;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.market.AccessPass;
import dev.tributary.pipelines.market.BenchmarkReport;
import dev.tributary.pipelines.market.ModelTerms;
import dev.tributary.pipelines.market.ModelVerification;
import dev.tributary.pipelines.market.Purchase;
import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageTime;
import dev.tributary.pipelines.royalties.ChainRecord;
import dev.tributary.pipelines.royalties.Claim;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.DescribedModel;
import dev.tributary.pipelines.royalties.DownstreamUsage;
import dev.tributary.pipelines.royalties.FundingSettings;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import dev.tributary.pipelines.settlement.LineTotal;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Everything that the pipeline made of two bounded logs, in a cluster inside this process. */
record RoyaltyRun(
        List<UsageRejected> rejected,
        List<AccountLine> lines,
        List<BatchHeader> headers,
        List<UsageMinute> usageMinutes,
        List<PayerPosition> positions,
        List<SuspensePosition> suspense,
        List<DownstreamUsage> downstreamUsage,
        List<LineTotal> lineTotals,
        List<LineMinute> lineMinutes,
        List<LinePeriod> linePeriods,
        List<Claim> claims,
        List<DescribedModel> models,
        List<ModelTerms> terms,
        List<BenchmarkReport> reports,
        List<ModelVerification> verifications,
        List<Purchase> purchases,
        List<AccessPass> passes) {
    /** Grain 1 s, period 10 s, grace 2 s. */
    static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    static RoyaltyRun of(ChainLog chain, UsageLog usage, int usagePartitions, int parallelism) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, new Configuration());
        RoyaltyJob.requireWhatTheRulesNeed(env);
        DataStream<UsageRecord> usageStream = env.fromData(
                        TypeInformation.of(UsageRecord.class), usage.records().toArray(UsageRecord[]::new))
                .setParallelism(1)
                .uid("usage")
                .assignTimestampsAndWatermarks(UsageTime.interleaved(BOOKING, usagePartitions))
                .setParallelism(1)
                .uid("usage-time");
        DataStream<ChainRecord> chainStream = env.fromData(
                        TypeInformation.of(ChainRecord.class), chain.records().toArray(ChainRecord[]::new))
                .setParallelism(1)
                .uid("chain")
                .assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks())
                .setParallelism(1)
                .uid("chain-time");
        RoyaltyOutputs outputs = RoyaltyPipeline.build(usageStream, chainStream, settings(usagePartitions));
        var rejected = CollectSink.of(outputs.rejected());
        var lines = CollectSink.of(outputs.lines());
        var headers = CollectSink.of(outputs.headers());
        var minutes = CollectSink.of(outputs.usageMinutes());
        var positions = CollectSink.of(outputs.positions());
        var suspense = CollectSink.of(outputs.suspense());
        var downstream = CollectSink.of(outputs.downstreamUsage());
        var totals = CollectSink.of(outputs.lineTotals());
        var lineMinutes = CollectSink.of(outputs.lineMinutes());
        var linePeriods = CollectSink.of(outputs.linePeriods());
        var claims = CollectSink.of(outputs.claims());
        var models = CollectSink.of(outputs.models());
        var terms = CollectSink.of(outputs.market().terms());
        var reports = CollectSink.of(outputs.market().reports());
        var verifications = CollectSink.of(outputs.market().verifications());
        var purchases = CollectSink.of(outputs.market().purchases());
        var passes = CollectSink.of(outputs.market().passes());
        env.execute();
        return new RoyaltyRun(
                rejected.collected(),
                lines.collected().stream()
                        .sorted(Comparator.comparing(AccountLine::period)
                                .thenComparing(AccountLine::token)
                                .thenComparing(AccountLine::account))
                        .toList(),
                headers.collected().stream()
                        .sorted(Comparator.comparing(BatchHeader::epoch))
                        .toList(),
                minutes.collected(),
                positions.collected().stream()
                        .sorted(Comparator.comparing(PayerPosition::period).thenComparing(PayerPosition::payer))
                        .toList(),
                suspense.collected().stream()
                        .sorted(Comparator.comparing(SuspensePosition::period).thenComparing(SuspensePosition::model))
                        .toList(),
                downstream.collected(),
                totals.collected(),
                lineMinutes.collected(),
                linePeriods.collected().stream()
                        .filter(LinePeriod::closed)
                        .sorted(Comparator.comparing(LinePeriod::period))
                        .toList(),
                claims.collected(),
                models.collected(),
                terms.collected(),
                reports.collected(),
                verifications.collected(),
                purchases.collected().stream()
                        .sorted(Comparator.comparing(Purchase::ordinal))
                        .toList(),
                passes.collected().stream()
                        .sorted(Comparator.comparing(AccessPass::ordinal))
                        .toList());
    }

    static RoyaltySettings settings(int usagePartitions) {
        return new RoyaltySettings(
                ChainLog.CHAIN,
                new ContractAddresses(
                        ChainLog.REGISTRY,
                        ChainLog.GATEWAYS,
                        ChainLog.VAULT,
                        ChainLog.PASSES,
                        ChainLog.ORACLE,
                        ChainLog.MARKETPLACE),
                BOOKING,
                "usage.reported.v1",
                usagePartitions,
                FundingSettings.PREPAID,
                false,
                true);
    }
}
