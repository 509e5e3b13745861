package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageRejected;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Everything that rating, sharing and splitting emit.
 *
 * @param events of the contracts, accepted and in log order, at parallelism 1
 * @param chargedMinutes rated usage by minute, of a model in each record
 * @param rejected usage refused at the close, one record per bucket
 * @param tallies lines counted or rejected at the close
 * @param credits parts of what accounts are owed, the treasury's among them
 * @param books the other side of the credits
 * @param positions where payers stand after each close
 * @param chargePositions what each close did with each charge
 * @param suspense what is held for frozen models
 * @param downstreamUsage per (period, ancestor, token) what the descendants did
 * @param contractEvents the accepted events of the chain's log, without the news of final blocks
 * @param finalizedBlocks chain time
 * @param claims payments of the vault
 * @param models registered models and their owners
 */
public record RoyaltyStageOutputs(
        DataStream<ChainEvent> events,
        DataStream<ChargedMinutes> chargedMinutes,
        DataStream<UsageRejected> rejected,
        DataStream<Tally> tallies,
        DataStream<AccountCredit> credits,
        DataStream<BookEntry> books,
        DataStream<PayerPosition> positions,
        DataStream<ChargePosition> chargePositions,
        DataStream<SuspensePosition> suspense,
        DataStream<DownstreamUsage> downstreamUsage,
        DataStream<ChainEvent> contractEvents,
        DataStream<FinalizedBlock> finalizedBlocks,
        DataStream<Claim> claims,
        DataStream<DescribedModel> models) {}
