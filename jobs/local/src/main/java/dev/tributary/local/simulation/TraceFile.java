package dev.tributary.local.simulation;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Requests of a recorded trace, {@code TIMESTAMP,ContextTokens,GeneratedTokens}: its arrivals, scaled to the length of
 * the run, and its token counts. A trace shorter than the run is repeated from its start.
 */
public final class TraceFile implements Requests {
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .toFormatter();

    private record Row(LocalDateTime time, long inputTokens, long outputTokens) {}

    private final List<Row> rows;
    private final long spanMicros;

    private TraceFile(List<Row> rows) {
        this.rows = rows;
        this.spanMicros = micros(rows.get(rows.size() - 1)) + 1;
    }

    public static TraceFile read(Path path) {
        InputFile file = new InputFile(path);
        List<Row> rows = new ArrayList<>();
        int line = 1;
        for (String row : file.rows(HEADER)) {
            line++;
            rows.add(row(file, line, row));
        }
        rows.sort(Comparator.comparing(Row::time));
        return new TraceFile(rows);
    }

    public long rows() {
        return rows.size();
    }

    @Override
    public Request at(long number, long total) {
        Row row = rows.get((int) (number % rows.size()));
        long last = rows.size() - 1L;
        long wholeMicros = (total - 1) / rows.size() * spanMicros
                + micros(rows.get((int) Math.min(last, (total - 1) % rows.size())))
                + 1;
        long atMicros = number / rows.size() * spanMicros + micros(row);
        long arrival = BigInteger.valueOf(atMicros)
                .multiply(BigInteger.valueOf(Phase.WHOLE))
                .divide(BigInteger.valueOf(wholeMicros))
                .longValueExact();
        return new Request(Math.min(arrival, Phase.WHOLE - 1), row.inputTokens(), row.outputTokens());
    }

    private long micros(Row row) {
        return Duration.between(rows.get(0).time(), row.time()).toNanos() / 1_000;
    }

    private static Row row(InputFile file, int line, String text) {
        String[] cells = text.split(",", -1);
        if (cells.length != 3) {
            throw file.invalid(line, "there are " + cells.length + " columns, not 3");
        }
        try {
            return new Row(
                    LocalDateTime.parse(cells[0].strip(), TIMESTAMP),
                    Long.parseUnsignedLong(cells[1].strip()),
                    Long.parseUnsignedLong(cells[2].strip()));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw file.invalid(line, "not a time and two numbers: " + text);
        }
    }
}
