package dev.tributary.gateway;

import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One inference call, or several of one payer on one model at one time.
 *
 * @param id for tracing, 1 to 256 characters; need not be unique
 * @param model 32-byte id, 0x form
 * @param payer 20-byte address, 0x form
 * @param pass decimal id of the access pass cited, null for none
 * @param time when it happened; what is finer than milliseconds is cut off
 * @param latencyMillis analytics only, null when not measured
 * @param outcome analytics only, null when not known
 */
public record UsageLine(
        String id,
        String model,
        String payer,
        @Nullable String pass,
        Instant time,
        long calls,
        long inputTokens,
        long outputTokens,
        long computeMillis,
        @Nullable Long latencyMillis,
        @Nullable Outcome outcome) {
    private static final long MOST = (1L << 53) - 1;
    private static final int MOST_CHARACTERS = 256;
    private static final int MOST_PASS_DIGITS = 78;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** @throws IllegalArgumentException for a line that metering would refuse */
    public UsageLine {
        model = model.toLowerCase(Locale.ROOT);
        payer = payer.toLowerCase(Locale.ROOT);
        int characters = id.codePointCount(0, id.length());
        require(characters >= 1 && characters <= MOST_CHARACTERS, "id must have 1 to 256 characters", id);
        require(Hex.isHash(model), "model must be 0x and 64 hex digits", model);
        require(Hex.isAddress(payer), "payer must be 0x and 40 hex digits", payer);
        require(pass == null || isUint256(pass), "pass must be a decimal uint256 without leading zeros", pass);
        require(!time.isBefore(FIRST) && !time.isAfter(LAST), "time must be of the years 0 to 9999", time);
        requireQuantity("calls", calls);
        requireQuantity("inputTokens", inputTokens);
        requireQuantity("outputTokens", outputTokens);
        requireQuantity("computeMillis", computeMillis);
        requireQuantity("latencyMillis", latencyMillis == null ? 0 : latencyMillis);
    }

    private static boolean isUint256(String text) {
        return text.length() <= MOST_PASS_DIGITS
                && text.matches("0|[1-9][0-9]*")
                && new BigInteger(text).bitLength() <= 256;
    }

    private static void requireQuantity(String name, long quantity) {
        require(quantity >= 0 && quantity <= MOST, name + " must be from 0 to 2^53-1", quantity);
    }

    private static void require(boolean holds, String rule, @Nullable Object actual) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", is '" + actual + "'");
        }
    }
}
