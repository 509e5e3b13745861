package dev.tributary.pipelines;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.market.MarketOutputs;
import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.ChargePosition;
import dev.tributary.pipelines.royalties.Claim;
import dev.tributary.pipelines.royalties.DescribedModel;
import dev.tributary.pipelines.royalties.DownstreamUsage;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import dev.tributary.pipelines.settlement.LineTotal;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Everything that RoyaltyJob brings forth.
 *
 * @param rejected every refusal with its reason
 * @param lines one per account whose numerator changed in a period; staged, not visible before their header
 * @param headers one per period with lines, numbered in the order of the periods
 * @param usageMinutes per (minute, model) what was used, earned and observed, written again when late lines change it
 * @param positions where payers stand after each close
 * @param chargePositions what each close did with each charge: what statements are made of
 * @param suspense what is held for frozen models after each close
 * @param downstreamUsage per (period, ancestor model, token) what others earned on top of it
 * @param lineTotals the accounting equation, absolute numbers since the log began
 * @param lineMinutes the same at the end of every minute of log time
 * @param linePeriods lines by the period they are booked in; written before the period's header can be seen
 * @param chainEvents the accepted events of the chain's log, without the news of final blocks
 * @param claims payments of the vault
 * @param models registered models and their owners
 * @param market scores, purchases and passes
 */
public record RoyaltyOutputs(
        DataStream<UsageRejected> rejected,
        DataStream<AccountLine> lines,
        DataStream<BatchHeader> headers,
        DataStream<UsageMinute> usageMinutes,
        DataStream<PayerPosition> positions,
        DataStream<ChargePosition> chargePositions,
        DataStream<SuspensePosition> suspense,
        DataStream<DownstreamUsage> downstreamUsage,
        DataStream<LineTotal> lineTotals,
        DataStream<LineMinute> lineMinutes,
        DataStream<LinePeriod> linePeriods,
        DataStream<ChainEvent> chainEvents,
        DataStream<Claim> claims,
        DataStream<DescribedModel> models,
        MarketOutputs market) {}
