package dev.tributary.pipelines.state;

import dev.tributary.pipelines.CollectSink;
import dev.tributary.pipelines.RoyaltyOutputs;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A sink at every output of the pipeline, also at one that is added later; by the output's name. */
record Collected(Map<String, CollectSink<?>> sinks) {

    static Collected of(RoyaltyOutputs outputs) throws ReflectiveOperationException {
        Map<String, CollectSink<?>> sinks = new TreeMap<>();
        attach(outputs, sinks);
        return new Collected(sinks);
    }

    /** Some outputs come together, as one record. */
    private static void attach(Record outputs, Map<String, CollectSink<?>> sinks) throws ReflectiveOperationException {
        for (RecordComponent component : outputs.getClass().getRecordComponents()) {
            Object output = component.getAccessor().invoke(outputs);
            if (output instanceof DataStream<?> stream) {
                sinks.put(component.getName(), CollectSink.of(stream));
            } else if (output instanceof Record together) {
                attach(together, sinks);
            } else {
                throw new IllegalArgumentException("no output: " + component);
            }
        }
    }

    /** What came out there by now. */
    List<?> rows(String output) {
        CollectSink<?> sink = sinks.get(output);
        if (sink == null) {
            throw new IllegalArgumentException(output + " is none of " + sinks.keySet());
        }
        return sink.collected();
    }

    Written written() {
        Map<String, List<Object>> rows = new TreeMap<>();
        sinks.keySet().forEach(output -> rows.put(output, List.copyOf(rows(output))));
        return new Written(rows);
    }
}
