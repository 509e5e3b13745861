package dev.tributary.pipelines.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the batches of a replay, epoch by epoch, with what stood on the books after each (settlement, `replay`). */
final class BatchesJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Somebody's amount in some token. */
    private record Holding(String token, String holder) implements Comparable<Holding> {
        private static final Comparator<Holding> ORDER =
                Comparator.comparing(Holding::token).thenComparing(Holding::holder);

        @Override
        public int compareTo(Holding other) {
            return ORDER.compare(this, other);
        }
    }

    private final List<BatchHeader> headers;
    private final Map<Long, List<AccountLine>> linesByPeriod;
    private final Iterator<PayerPosition> positions;
    private final Iterator<SuspensePosition> suspensePositions;
    private @Nullable PayerPosition nextPosition;
    private @Nullable SuspensePosition nextSuspense;
    private final BookingRule booking;
    private final ReplaySummary summary;
    private final SortedMap<Holding, BigInteger> numerators = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> suspense = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> unfunded = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> balances = new TreeMap<>();

    BatchesJson(ReplayResult result, BookingRule booking, ReplaySummary summary) {
        this.headers = result.headers().stream()
                .sorted(Comparator.comparingLong(BatchHeader::epoch))
                .toList();
        this.linesByPeriod = result.lines().stream()
                .sorted(Comparator.comparing(AccountLine::token).thenComparing(AccountLine::account))
                .collect(Collectors.groupingBy(AccountLine::period));
        this.positions = result.positions().stream()
                .sorted(Comparator.comparingLong(PayerPosition::period))
                .iterator();
        this.suspensePositions = result.suspense().stream()
                .sorted(Comparator.comparingLong(SuspensePosition::period))
                .iterator();
        this.nextPosition = next(positions);
        this.nextSuspense = next(suspensePositions);
        this.booking = booking;
        this.summary = summary;
    }

    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("batches");
            for (BatchHeader header : headers) {
                write(header, json);
            }
            json.writeEndArray();
            writeLineTotals(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void write(BatchHeader header, JsonGenerator json) throws IOException {
        long period = booking.periodOf(header.periodStartMillis());
        List<AccountLine> lines = linesByPeriod.getOrDefault(period, List.of());
        lines.forEach(
                line -> numerators.merge(new Holding(line.token(), line.account()), line.numerator(), BigInteger::add));
        standAfter(period);
        json.writeStartObject();
        json.writeNumberField("epoch", header.epoch());
        json.writeStringField(
                "periodStart", Instant.ofEpochMilli(header.periodStartMillis()).toString());
        json.writeStringField(
                "periodEnd", Instant.ofEpochMilli(header.periodEndMillis()).toString());
        writeLines(lines, json);
        writeHoldings("suspense", "model", "numerator", suspense, json);
        writeHoldings("unfunded", "payer", "micro", unfunded, json);
        writeHoldings("balances", "payer", "micro", balances, json);
        json.writeStringField("root", root());
        json.writeEndObject();
    }

    /** Positions and suspense are told when they change, also by periods that made no batch. */
    private void standAfter(long period) {
        while (nextPosition != null && nextPosition.period() <= period) {
            Holding of = new Holding(nextPosition.token(), nextPosition.payer());
            unfunded.put(of, nextPosition.unfundedMicro());
            balances.put(of, nextPosition.balanceMicro());
            nextPosition = next(positions);
        }
        while (nextSuspense != null && nextSuspense.period() <= period) {
            suspense.put(new Holding(nextSuspense.token(), nextSuspense.model()), nextSuspense.numerator());
            nextSuspense = next(suspensePositions);
        }
    }

    private void writeLines(List<AccountLine> lines, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("lines");
        for (AccountLine line : lines) {
            BigInteger whole = numerators.getOrDefault(new Holding(line.token(), line.account()), line.numerator());
            json.writeStartObject();
            json.writeStringField("token", line.token());
            json.writeStringField("account", line.account());
            json.writeStringField("numerator", line.numerator().toString());
            json.writeStringField("cumulative", Units.payableFloor(whole).toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHoldings(
            String name, String holder, String unit, SortedMap<Holding, BigInteger> holdings, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<Holding, BigInteger> entry : holdings.entrySet()) {
            if (entry.getValue().signum() != 0) {
                json.writeStartObject();
                json.writeStringField("token", entry.getKey().token());
                json.writeStringField(holder, entry.getKey().holder());
                json.writeStringField(unit, entry.getValue().toString());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private String root() {
        List<Leaf> leaves = new ArrayList<>();
        numerators.forEach((of, numerator) -> {
            BigInteger cumulative = Units.payableFloor(numerator);
            if (cumulative.signum() > 0) {
                leaves.add(new Leaf(of.holder(), of.token(), cumulative));
            }
        });
        return MerkleTree.of(leaves).root();
    }

    private void writeLineTotals(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("lines");
        json.writeNumberField("reported", summary.reportedLines());
        json.writeNumberField("counted", summary.countedLines());
        json.writeNumberField("duplicate", summary.duplicateLines());
        json.writeObjectFieldStart("rejected");
        for (Map.Entry<String, Long> entry : summary.rejectedLines().entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static <T> @Nullable T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }
}
