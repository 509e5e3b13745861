package dev.tributary.pipelines.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The records of a log that was surveyed, in its order. */
final class LogRecords<T> implements GeneratorFunction<Long, T> {
    private static final long serialVersionUID = 1L;

    /** Makes a record of a line. */
    interface Form<T> extends Serializable {
        T read(long index, String line);
    }

    /** A generator makes one record at least; that of an empty log is dropped. */
    private static final String STAND_IN = "{\"partition\":0,\"offset\":0,\"appendTime\":\"1970-01-01T00:00:00Z\"}";

    private final String file;
    private final Form<T> form;
    private final String log;
    private final long records;
    private final long listenerId;

    @SuppressWarnings("NullAway.Init") // opened before the first record is asked for
    private transient BufferedReader reader;

    private transient ProgressListener listener = ProgressListener.NONE;

    /** @param records as many as the survey found */
    LogRecords(Path file, Form<T> form, String log, long records, InProcess<ProgressListener> listener) {
        this.file = file.toString();
        this.form = form;
        this.log = log;
        this.records = records;
        this.listenerId = listener.id();
    }

    /** A source at parallelism 1. */
    SingleOutputStreamOperator<T> source(StreamExecutionEnvironment environment, Class<T> type, String uid) {
        SingleOutputStreamOperator<T> stream = environment
                .fromSource(
                        new DataGeneratorSource<>(this, Math.max(1, records), TypeInformation.of(type)),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .setParallelism(1)
                .uid(uid);
        return records > 0
                ? stream
                : stream.filter(record -> false).setParallelism(1).uid(uid + "-of-nothing");
    }

    @Override
    public void open(SourceReaderContext context) throws IOException {
        reader = Files.newBufferedReader(Path.of(file));
        listener = InProcess.of(listenerId);
    }

    @Override
    public T map(Long index) throws IOException {
        if (records == 0) {
            return form.read(index, STAND_IN);
        }
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank()) {
                listener.reached("replay", log, index + 1, records);
                return form.read(index, line);
            }
        }
        throw new IOException(file + " became shorter while it was replayed");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
