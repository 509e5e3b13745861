package dev.tributary.pipelines.replay;

/** Hears how far long work on the logs has come; it may be told by several threads. */
public interface ProgressListener {
    ProgressListener NONE = (work, log, done, all) -> {};

    /**
     * Told after every record.
     *
     * @param work what is being done, such as {@code replay}
     * @param log {@code usage} or {@code chain}
     * @param done of {@code all}, in any unit
     */
    void reached(String work, String log, long done, long all);
}
