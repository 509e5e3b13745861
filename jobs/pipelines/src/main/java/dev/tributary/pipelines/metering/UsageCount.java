package dev.tributary.pipelines.metering;

/**
 * What the lines of one accepted report add to one (model, payer, gateway, pass, minute, period).
 *
 * <p>A sum that would pass the range of a long is carried on in another entry with the same key, so entries of one key
 * are added up by whoever consumes them.
 *
 * @param model 32-byte id, lower-case 0x form
 * @param payer 20-byte address, lower-case 0x form
 * @param gateway 20-byte address, lower-case 0x form
 * @param pass decimal id of the access pass cited, "" for none
 * @param minute index of the rating grain in which the usage happened
 * @param period index of the settlement period in which it is booked
 * @param lines how many lines of the report these quantities stand for
 */
public record UsageCount(
        String model,
        String payer,
        String gateway,
        String pass,
        long minute,
        long period,
        long lines,
        long calls,
        long inputTokens,
        long outputTokens,
        long computeMillis) {}
