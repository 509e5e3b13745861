package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes rows in the form of a {@link ModelUsage}, which {@link UsageRowReader} reads. */
final class UsageRowWriter extends CompactWriter {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    byte[] write(UsageRow[] rows, int size) {
        clear();
        numbers.clear();
        numbers.put("", 0);
        for (int i = 0; i < size; i++) {
            number(rows[i].payer);
            number(rows[i].gateway);
            number(rows[i].pass);
        }
        putNames();
        putUnsigned(size);
        for (int i = 0; i < size; i++) {
            put(rows[i]);
        }
        return copy();
    }

    private void number(String id) {
        numbers.putIfAbsent(id, numbers.size());
    }

    private void putNames() {
        putUnsigned(numbers.size() - 1L);
        for (String id : numbers.keySet()) {
            if (!id.isEmpty()) {
                putText(id);
            }
        }
    }

    private void put(UsageRow row) {
        putName(row.payer);
        putName(row.gateway);
        putName(row.pass);
        putSigned(row.minute);
        putSigned(row.period);
        putUnsigned(row.lines);
        putUnsigned(row.calls);
        putUnsigned(row.inputTokens);
        putUnsigned(row.outputTokens);
        putUnsigned(row.computeMillis);
    }

    private void putName(String id) {
        putUnsigned(numbers.getOrDefault(id, 0));
    }
}
