package dev.tributary.gateway;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The report that is being filled: a JSON array that lacks its end. Not thread-safe. */
final class ReportBatch {
    private final int mostLines;
    private final int mostBytes;
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private int lines;

    ReportBatch(int mostLines, int mostBytes) {
        this.mostLines = mostLines;
        this.mostBytes = mostBytes;
    }

    boolean isEmpty() {
        return lines == 0;
    }

    int lines() {
        return lines;
    }

    boolean isFull() {
        return lines == mostLines;
    }

    /** Whether the report, closed after one more line, keeps its bound. */
    boolean hasRoomFor(byte[] line) {
        int comma = 1;
        int end = 1;
        return lines < mostLines && json.size() + comma + line.length + end <= mostBytes;
    }

    void add(byte[] line) {
        json.write(lines == 0 ? '[' : ',');
        json.write(line, 0, line.length);
        lines++;
    }

    /** The finished report. It stays in the batch until it is safe elsewhere. */
    byte[] toReport() {
        byte[] report = Arrays.copyOf(json.toByteArray(), json.size() + 1);
        report[report.length - 1] = ']';
        return report;
    }

    void clear() {
        json.reset();
        lines = 0;
    }
}
