package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.usage.BookingRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Stages the lines of a period as the job does, by COPY, and as it would with a batch of upserts. */
public final class LineStaging {
    private static final BookingRule BOOKING = new BookingRule(60_000, 3_600_000, 0);
    private static final String UPSERT = """
            insert into tributary.staged_line (chain_id, vault, period_start, token, account, numerator)
            values (?, ?, ?, ?, ?, ?)
            on conflict (chain_id, vault, period_start, token, account) do update set numerator = excluded.numerator
            """;

    private final DeploymentRows rows;

    public LineStaging(DeploymentRows rows) {
        this.rows = rows;
    }

    public double copySeconds(List<AccountLine> lines) throws IOException, InterruptedException {
        return seconds(new RoyaltyTables(rows, BOOKING).stagedLines(), lines);
    }

    public double batchSeconds(List<AccountLine> lines) throws IOException, InterruptedException {
        return seconds(
                rows.upsert(UPSERT, (statement, line) -> {
                    statement.setObject(3, RoyaltyTables.instant(BOOKING.periodStart(line.period())));
                    statement.setString(4, line.token());
                    statement.setString(5, line.account());
                    statement.setBigDecimal(6, new BigDecimal(line.numerator()));
                }),
                lines);
    }

    private static double seconds(UpsertSink<AccountLine> sink, List<AccountLine> lines)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        SinkWriter<AccountLine> writer = sink.writer();
        try {
            for (AccountLine line : lines) {
                writer.write(line, NO_CONTEXT);
            }
            writer.flush(true);
        } finally {
            close(writer);
        }
        return (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void close(SinkWriter<AccountLine> writer) throws IOException {
        try {
            writer.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static final SinkWriter.Context NO_CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return Long.MIN_VALUE;
        }
    };
}
