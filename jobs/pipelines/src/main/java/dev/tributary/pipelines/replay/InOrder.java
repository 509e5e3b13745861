package dev.tributary.pipelines.replay;

import org.apache.flink.api.common.operators.Order;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Puts a whole stream into order when it has ended, on disk where memory does not hold it. */
final class InOrder {
    private InOrder() {}

    /** @param order unique, so that the same elements always come in the same order */
    static <T> DataStream<T> by(KeySelector<T, String> order, DataStream<T> stream, String name) {
        SingleOutputStreamOperator<T> together = stream.map(element -> element)
                .returns(stream.getType())
                .setParallelism(1)
                .uid("replay.gather-" + name);
        return together.fullWindowPartition()
                .sortPartition(order, Order.ASCENDING)
                .uid("replay.sort-" + name);
    }
}
