package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code rejected.jsonl}.
 *
 * @param order as refusals lie in the log, then what was refused at the close of a period, by minute
 * @param lines how many it stands for
 * @param json the record itself
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record RefusedRecord(String order, String reason, long lines, byte[] json) {

    static RefusedRecord of(UsageRejected rejected) {
        byte[] json = UsageRejectedJson.write(rejected);
        String place = place(rejected.partition()) + place(rejected.offset()) + place(rejected.index());
        // Only one refusal has a place of its own; others are told apart by all that they say.
        String rest = rejected.partition() == null ? new String(json, UTF_8) : "";
        return new RefusedRecord(
                place + place(rejected.minuteStartMillis()) + rest, rejected.reason(), rejected.lines(), json);
    }

    private static String place(@Nullable Number number) {
        return number == null ? OrderKey.ofUnknown() : OrderKey.of(number.longValue());
    }
}
