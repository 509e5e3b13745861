package dev.tributary.pipelines.replay;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where a stream of a job in this process ends: one thread takes its elements in the order in which they come. */
final class Drain {
    /** Takes the elements of a stream. */
    interface Taker<T> {
        void take(T element) throws IOException;
    }

    private Drain() {}

    /** The taker is there until what is returned is closed. */
    static <T> InProcess<Taker<T>> into(Taker<T> taker, DataStream<T> stream, String uid) {
        InProcess<Taker<T>> shared = new InProcess<>(taker);
        stream.sinkTo(new ToTaker<T>(shared.id())).setParallelism(1).uid(uid);
        return shared;
    }

    private record ToTaker<T>(long id) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            Taker<T> taker = InProcess.of(id);
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context context) throws IOException {
                    taker.take(element);
                }

                @Override
                public void flush(boolean endOfInput) {
                    // Every element is taken at once.
                }

                @Override
                public void close() {
                    // The taker belongs to the replay.
                }
            };
        }
    }
}
