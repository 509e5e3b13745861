package dev.tributary.settlement.trace;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a booked line when its period closed. It is decided together with all lines of the same
 * (model, payer, gateway, pass, minute), and charged together with all of the same (model, payer, minute).
 *
 * @param refusal null unless {@link Stage#REFUSED}
 * @param price null while the model has no terms at the start of the minute
 * @param charge null unless {@link Stage#COUNTED}
 */
public record LineFate(
        Stage stage,
        @Nullable Refusal refusal,
        @Nullable Price price,
        @Nullable Charge charge) {
    public enum Stage {
        /** Its period has not closed, or the job has not written it yet. */
        PENDING,
        /** Refused at the close. */
        REFUSED,
        /** Part of a charge. */
        COUNTED
    }

    /** @param lines that were refused together */
    public record Refusal(String reason, String detail, long lines) {}

    /**
     * What was in force at the start of the minute.
     *
     * @param pricesPerMillion base units per million of calls, input tokens, output tokens and compute milliseconds
     * @param lineMicro what the line alone costs, 10^-6 base units
     */
    public record Price(String token, List<BigInteger> pricesPerMillion, BigInteger lineMicro) {}

    /**
     * The charge that the line is part of; amounts in 10^-6 base units.
     *
     * @param lines in it
     * @param waitingMicro neither covered nor given up yet
     * @param closes what closes did with it, oldest first
     */
    public record Charge(
            String token,
            BigInteger micro,
            long lines,
            MeterTotals meters,
            BigInteger waitingMicro,
            List<Close> closes) {}

    /** @param batch null while the period is not sealed: nothing is paid of it yet */
    public record Close(
            Instant periodStart,
            BigInteger fundedMicro,
            BigInteger voidMicro,
            BigInteger writtenOffMicro,
            @Nullable Batch batch) {}

    /** @param root null until it is proved */
    public record Batch(long epoch, String state, @Nullable String root) {}
}
