package dev.tributary.pipelines.metering;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Everything that metering emits; nothing that was refused, repeated or observed is lost on the way.
 *
 * @param usage of accepted reports, summed by model
 * @param observations latency and outcome of accepted reports, summed by model, analytics only
 * @param rejected refused reports and lines, with their reasons
 * @param tallies lines for the accounting equation; those admitted are decided at the close of their period
 * @param frontiers where the partitions' clocks passed the ends of periods
 */
public record MeteringOutputs(
        DataStream<ModelUsage> usage,
        DataStream<ModelObservations> observations,
        DataStream<UsageRejected> rejected,
        DataStream<Tally> tallies,
        DataStream<Frontier> frontiers) {}
