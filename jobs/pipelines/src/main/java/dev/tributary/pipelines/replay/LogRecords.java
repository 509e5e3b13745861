package dev.tributary.pipelines.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** The records of a log that was surveyed, in its order; for a source at parallelism 1 that asks for as many. */
final class LogRecords<T> implements GeneratorFunction<Long, T> {
    private static final long serialVersionUID = 1L;

    /** Makes a record of a line. */
    interface Form<T> extends Serializable {
        T read(long index, String line);
    }

    private final String file;
    private final Form<T> form;
    private final Progress progress;

    @SuppressWarnings("NullAway.Init") // opened before the first record is asked for
    private transient BufferedReader reader;

    LogRecords(Path file, Form<T> form, Progress progress) {
        this.file = file.toString();
        this.form = form;
        this.progress = progress;
    }

    @Override
    public void open(SourceReaderContext context) throws IOException {
        reader = Files.newBufferedReader(Path.of(file));
    }

    @Override
    public T map(Long index) throws IOException {
        progress.read(index + 1);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank()) {
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
