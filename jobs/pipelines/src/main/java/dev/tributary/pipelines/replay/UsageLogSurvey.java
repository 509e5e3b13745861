package dev.tributary.pipelines.replay;

import dev.tributary.pipelines.metering.UsageRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What has to be known of a usage log before it is replayed.
 *
 * @param records lines
 * @param partitions as asked for, or one more than the highest that occurs
 */
record UsageLogSurvey(long records, int partitions) {

    /**
     * Halts on what is no record, on offsets that do not ascend, and on a partition beyond those asked for.
     *
     * @param partitions 0 for those that occur
     */
    static UsageLogSurvey of(Path file, int partitions, ProgressListener listener) {
        Map<Integer, Long> lastOffsets = new HashMap<>();
        long records = LogFile.survey(file, "usage", listener, line -> {
            UsageRecord record = UsageRecordJson.read(line);
            if (partitions > 0 && record.partition() >= partitions) {
                throw new IllegalArgumentException(
                        "partition " + record.partition() + " is beyond the " + partitions + " partitions of the log");
            }
            Long last = lastOffsets.put(record.partition(), record.offset());
            if (last != null && last >= record.offset()) {
                throw new IllegalArgumentException("offset " + record.offset() + " of partition " + record.partition()
                        + " follows " + last + ": offsets must ascend");
            }
        });
        int highest =
                lastOffsets.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new UsageLogSurvey(records, partitions > 0 ? partitions : highest + 1);
    }
}
