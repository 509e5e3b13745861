package dev.tributary.pipelines.replay;

import java.io.Serializable;

/** Tells people how far a log has been read: a line on the error output at every twentieth of it. */
record Progress(String log, long records) implements Serializable {
    private static final int STEPS = 20;

    /** @param count records read so far */
    @SuppressWarnings("SystemOut") // people watch it; results go to files
    void read(long count) {
        if (count * STEPS / records > (count - 1) * STEPS / records) {
            System.err.printf("%s: %d of %d records (%d %%)%n", log, count, records, count * 100 / records);
        }
    }
}
