package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.royalties.ChargedMinute;
import java.math.BigInteger;
import java.util.List;

/**
 * What one model did in a minute, or a part of it.
 *
 * <p>Its bytes among others, of which most have the token of the one before:
 *
 * <pre>
 *  minute      less the minute before
 *  charged     0, or 1, or 2 and the token; then lines, meters, revenue, payers
 *  observed    lines, errors, latencies
 * </pre>
 *
 * @param token "" when nothing was charged
 * @param payers see {@link Payers}
 * @param latencies see {@link Latencies}
 */
@SuppressWarnings("ArrayRecordComponent") // state, never compared as a record
public record MinuteSummary(
        long minute,
        String token,
        long lines,
        MeterTotals meters,
        BigInteger revenueMicro,
        byte[] payers,
        long observedLines,
        long errorLines,
        byte[] latencies) {
    /** Before the first. */
    static final MinuteSummary NONE =
            new MinuteSummary(0, "", 0, MeterTotals.ZERO, BigInteger.ZERO, Payers.NONE, 0, 0, Latencies.NONE);

    private static final int NOT_CHARGED = 0;
    private static final int SAME_TOKEN = 1;
    private static final int OTHER_TOKEN = 2;

    static MinuteSummary of(ChargedMinute charge) {
        return new MinuteSummary(
                charge.minute(),
                charge.token(),
                charge.lines(),
                charge.meters(),
                charge.micro(),
                Payers.of(charge.payers()),
                0,
                0,
                Latencies.NONE);
    }

    static MinuteSummary of(UsageObservation observation) {
        return new MinuteSummary(
                observation.minute(),
                "",
                0,
                MeterTotals.ZERO,
                BigInteger.ZERO,
                Payers.NONE,
                observation.lines(),
                observation.errors(),
                observation.latencies());
    }

    /** @param parts of the same minute, at least one, in the order in which they came */
    static MinuteSummary sum(List<MinuteSummary> parts) {
        MinuteSummary first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        String token = "";
        long lines = 0;
        MeterTotals meters = MeterTotals.ZERO;
        BigInteger revenueMicro = BigInteger.ZERO;
        long observedLines = 0;
        long errorLines = 0;
        for (MinuteSummary part : parts) {
            if (part.isCharged()) {
                token = part.token;
                lines += part.lines;
                meters = meters.plus(part.meters);
                revenueMicro = revenueMicro.add(part.revenueMicro);
            }
            observedLines += part.observedLines;
            errorLines += part.errorLines;
        }
        return new MinuteSummary(
                first.minute,
                token,
                lines,
                meters,
                revenueMicro,
                Payers.merge(parts.stream().map(MinuteSummary::payers).toList()),
                observedLines,
                errorLines,
                Latencies.merge(parts.stream().map(MinuteSummary::latencies).toList()));
    }

    boolean isCharged() {
        return !token.isEmpty();
    }

    MinuteSummary plus(MinuteSummary later) {
        return sum(List.of(this, later));
    }

    UsageMinute toRow(long minuteStartMillis, String model) {
        Latencies read = Latencies.read(latencies);
        return new UsageMinute(
                minuteStartMillis,
                model,
                token,
                lines,
                meters,
                revenueMicro,
                Payers.count(payers),
                observedLines,
                errorLines,
                read.quantile(500),
                read.quantile(950),
                read.quantile(990));
    }

    /** @param before the one written just before */
    void write(MinuteSummary before, CompactWriter out) {
        out.putSigned(minute - before.minute);
        if (!isCharged()) {
            out.putUnsigned(NOT_CHARGED);
        } else {
            writeToken(before, out);
            out.putUnsigned(lines);
            out.putMeters(meters);
            out.putInteger(revenueMicro);
            out.putBytes(payers);
        }
        out.putUnsigned(observedLines);
        out.putUnsigned(errorLines);
        out.putBytes(latencies);
    }

    private void writeToken(MinuteSummary before, CompactWriter out) {
        if (token.equals(before.token)) {
            out.putUnsigned(SAME_TOKEN);
        } else {
            out.putUnsigned(OTHER_TOKEN);
            out.putText(token);
        }
    }

    /** @param before the one read just before */
    static MinuteSummary read(MinuteSummary before, CompactReader in, TextTable texts) {
        long minute = before.minute + in.signed();
        long charged = in.unsigned();
        if (charged == NOT_CHARGED) {
            return of(new UsageObservation(minute, 0, in.unsigned(), in.unsigned(), in.byteArray()));
        }
        return new MinuteSummary(
                minute,
                charged == SAME_TOKEN ? before.token : in.text(texts),
                in.unsigned(),
                in.meters(),
                in.integer(),
                in.byteArray(),
                in.unsigned(),
                in.unsigned(),
                in.byteArray());
    }
}
