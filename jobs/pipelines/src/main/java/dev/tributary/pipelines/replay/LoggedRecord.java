package dev.tributary.pipelines.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the usage log with all that a line of {@code usage.jsonl} says of it.
 *
 * @param headers in their order; a name may come again
 * @param value null when the record has none, which means the same as no bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record LoggedRecord(
        int partition, long offset, long appendTimeMillis, List<Header> headers, byte @Nullable [] value) {

    /** @param value any bytes, or none at all */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
    public record Header(String name, byte @Nullable [] value) {}
}
