package dev.tributary.pipelines.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.domain.usage.BookingRule;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the batches of a replay, epoch by epoch, with what stood on the books after each (settlement, `replay`). Of what
 * went before it keeps one number per account, payer and frozen model, however long the logs are.
 */
final class BatchesJson implements AutoCloseable {
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

    private final JsonGenerator json;
    private final BookingRule booking;
    private final List<BookLine> lines = new ArrayList<>();
    private final SortedMap<Holding, BigInteger> numerators = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> suspense = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> unfunded = new TreeMap<>();
    private final SortedMap<Holding, BigInteger> balances = new TreeMap<>();
    private long epochs;

    BatchesJson(OutputStream out, BookingRule booking) throws IOException {
        this.json = FACTORY.createGenerator(out);
        this.booking = booking;
        json.writeStartObject();
        json.writeArrayFieldStart("batches");
    }

    /** Takes every line in order; positions and suspense are told when they change, also by periods without a batch. */
    void take(BookLine line) throws IOException {
        Holding of = new Holding(line.token(), line.holder());
        switch (line.kind()) {
            case ACCOUNT -> {
                numerators.merge(of, line.amount(), BigInteger::add);
                lines.add(line);
            }
            case PAYER -> {
                keep(balances, of, line.amount());
                keep(unfunded, of, line.unfundedMicro());
            }
            case SUSPENSE -> keep(suspense, of, line.amount());
            case HEADER -> {
                write(line);
                lines.clear();
            }
        }
    }

    private static void keep(Map<Holding, BigInteger> holdings, Holding of, BigInteger amount) {
        if (amount.signum() == 0) {
            holdings.remove(of);
        } else {
            holdings.put(of, amount);
        }
    }

    long epochs() {
        return epochs;
    }

    /** What is written last. */
    void finish(ReplaySummary summary) throws IOException {
        json.writeEndArray();
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
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void write(BookLine header) throws IOException {
        epochs++;
        json.writeStartObject();
        json.writeNumberField("epoch", header.amount().longValueExact());
        json.writeStringField("periodStart", instant(booking.periodStart(header.period())));
        json.writeStringField("periodEnd", instant(booking.periodEnd(header.period())));
        writeLines();
        writeHoldings("suspense", "model", "numerator", suspense);
        writeHoldings("unfunded", "payer", "micro", unfunded);
        writeHoldings("balances", "payer", "micro", balances);
        json.writeStringField("root", root());
        json.writeEndObject();
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private void writeLines() throws IOException {
        json.writeArrayFieldStart("lines");
        for (BookLine line : lines) {
            BigInteger whole = numerators.getOrDefault(new Holding(line.token(), line.holder()), line.amount());
            json.writeStartObject();
            json.writeStringField("token", line.token());
            json.writeStringField("account", line.holder());
            json.writeStringField("numerator", line.amount().toString());
            json.writeStringField("cumulative", Units.payableFloor(whole).toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeHoldings(String name, String holder, String unit, SortedMap<Holding, BigInteger> holdings)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<Holding, BigInteger> entry : holdings.entrySet()) {
            json.writeStartObject();
            json.writeStringField("token", entry.getKey().token());
            json.writeStringField(holder, entry.getKey().holder());
            json.writeStringField(unit, entry.getValue().toString());
            json.writeEndObject();
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
}
