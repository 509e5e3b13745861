package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** Picks out of the chain's accepted events those that a stage needs. */
public final class ChainFacts {
    private ChainFacts() {}

    /** The events that a reader understands, in log order; it gives null for any other. */
    public static <T> SingleOutputStreamOperator<T> select(
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
