package dev.tributary.pipelines.settlement;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The accounting equation as streams.
 *
 * @param totals sums since the log began
 * @param minutes the same at the end of every minute of log time
 * @param periods lines by the period they are booked in
 */
public record LineStreams(
        DataStream<LineTotal> totals, DataStream<LineMinute> minutes, DataStream<LinePeriod> periods) {}
