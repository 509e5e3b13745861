package dev.tributary.pipelines;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.market.MarketStages;
import dev.tributary.pipelines.metering.MeteringOutputs;
import dev.tributary.pipelines.metering.MeteringPipeline;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import dev.tributary.pipelines.royalties.RoyaltyStageOutputs;
import dev.tributary.pipelines.royalties.RoyaltyStages;
import dev.tributary.pipelines.settlement.LineStreams;
import dev.tributary.pipelines.settlement.SealingStages;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * From the two logs to sealed periods. Sources come in, sinks are attached by the caller: the job, a replay and tests run
 * the same pipeline.
 *
 * <pre>
 *  usage.reported.v1                                   chain.events.v1
 *        | UsageRecord                                       | ChainRecord
 *  metering: MeterReports                                    |
 *        | ModelUsage            +---------------------------+
 *        v                       v
 *  royalties: RateUsage, FundCharges, ShareCharges, SplitEarnings
 *        | AccountCredit
 *        v
 *  settlement: AccrueAccounts, SealPeriod, TotalLines
 *        | AccountLine, BatchHeader, the accounting equation
 *        v
 *  refusals, analytics, claims, models and the market leave as side streams
 * </pre>
 */
public final class RoyaltyPipeline {
    private RoyaltyPipeline() {}

    /**
     * @param usage in the order of each partition, with the watermarks of the usage log (running maximum of append times
     *     - grace - 1 per partition) assigned
     * @param chain the chain's log in order, at parallelism 1; its time is assigned here
     */
    public static RoyaltyOutputs build(
            DataStream<UsageRecord> usage, DataStream<ChainRecord> chain, RoyaltySettings settings) {
        MeteringOutputs metered = MeteringPipeline.build(usage, settings.metering());
        RoyaltyStageOutputs royalties = RoyaltyStages.build(chain, metered.usage(), settings.stages());
        DataStream<AccountLine> lines = SealingStages.accrue(royalties.credits(), settings.booking());
        DataStream<BatchHeader> headers = SealingStages.seal(
                lines,
                royalties.books(),
                metered.frontiers(),
                royalties.finalizedBlocks(),
                settings.chainId(),
                settings.contracts().royaltyVault(),
                settings.booking(),
                settings.usagePartitions(),
                settings.funding().fundAll());
        LineStreams lineSums = SealingStages.total(
                metered.tallies().union(royalties.tallies()), headers, settings.chainId(), settings.booking());
        return new RoyaltyOutputs(
                metered.rejected().union(royalties.rejected()),
                lines,
                headers,
                MeteringPipeline.summarise(royalties.chargedMinutes(), metered.observations(), settings.booking()),
                royalties.positions(),
                royalties.chargePositions(),
                royalties.suspense(),
                royalties.downstreamUsage(),
                lineSums.totals(),
                lineSums.minutes(),
                lineSums.periods(),
                royalties.contractEvents(),
                royalties.claims(),
                royalties.models(),
                MarketStages.build(royalties.events()));
    }
}
