package dev.tributary.pipelines.replay;

import dev.tributary.pipelines.metering.UsageRecord;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A usage log in a file: one record per line, offsets ascending within a partition. */
public final class UsageLogFile {
    private UsageLogFile() {}

    /**
     * Hands every record on, in the order of the file.
     *
     * @return how many
     * @throws ReplayHalted when the file cannot be read or a line is no record
     */
    public static long read(Path file, ProgressListener listener, Consumer<UsageRecord> reader) {
        return LogFile.survey(file, "usage", listener, line -> reader.accept(UsageRecordJson.read(line)));
    }
}
