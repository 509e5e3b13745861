package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactWriter;

/**
 * Writes the minutes of one model and period into the bytes of a {@link ModelRevenue}. Most are in the token of the one
 * before, and say only that.
 *
 * <pre>
 *  minute   0, or 1 and the token; the minute, less the one before; micro, meters, lines
 * </pre>
 */
final class ModelRevenueWriter extends CompactWriter {
    static final int SAME_TOKEN = 0;
    static final int OTHER_TOKEN = 1;

    private String token = "";
    private long minute;
    private int minutes;

    /** How many were put since the last record was taken. */
    int minutes() {
        return minutes;
    }

    void put(String nextToken, long nextMinute, RevenueSum sum) {
        if (nextToken.equals(token)) {
            putUnsigned(SAME_TOKEN);
        } else {
            token = nextToken;
            putUnsigned(OTHER_TOKEN);
            putText(token);
        }
        putSigned(nextMinute - minute);
        minute = nextMinute;
        putInteger(sum.micro());
        putMeters(sum.usage().meters());
        putUnsigned(sum.usage().lines());
        minutes++;
    }

    /** A record of all that was put, which is put no longer. */
    ModelRevenue take(String model, long period) {
        ModelRevenue revenue = new ModelRevenue(model, period, copy());
        clear();
        token = "";
        minute = 0;
        minutes = 0;
        return revenue;
    }
}
