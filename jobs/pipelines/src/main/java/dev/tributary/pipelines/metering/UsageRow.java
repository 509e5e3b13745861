package dev.tributary.pipelines.metering;

import dev.tributary.domain.royalty.RefusalRule;
import java.util.Comparator;

/**
 * What one model was used for by one payer through one gateway with one pass in one minute, as {@link UsageRows} holds it
 * while it is summed: used again for another as soon as the rows are cleared.
 */
public final class UsageRow implements RefusalRule.Usage {
    /** As charges are told, and so that rows of the same usage are neighbours. */
    static final Comparator<UsageRow> ORDER = UsageRow::compare;

    long minute;
    String payer = "";
    String gateway = "";
    String pass = "";
    long period;
    long lines;
    long calls;
    long inputTokens;
    long outputTokens;
    long computeMillis;

    UsageRow() {}

    public long minute() {
        return minute;
    }

    @Override
    public String payer() {
        return payer;
    }

    @Override
    public String gateway() {
        return gateway;
    }

    @Override
    public String pass() {
        return pass;
    }

    public long lines() {
        return lines;
    }

    public long calls() {
        return calls;
    }

    public long inputTokens() {
        return inputTokens;
    }

    public long outputTokens() {
        return outputTokens;
    }

    public long computeMillis() {
        return computeMillis;
    }

    boolean isOfSamePayerAs(UsageRow other) {
        return minute == other.minute && payer.equals(other.payer);
    }

    /** Whether both are sums of the same usage, which only a sum that would pass the range of a long leaves in two rows. */
    boolean isSameUsageAs(UsageRow other) {
        return isOfSamePayerAs(other) && gateway.equals(other.gateway) && pass.equals(other.pass);
    }

    /** Adds another row of the same usage; false, with nothing added, when a sum would pass the range of a long. */
    boolean add(UsageRow other) {
        // Quantities are never negative, so a sum that passes the range of a long turns negative.
        if (((calls + other.calls)
                        | (inputTokens + other.inputTokens)
                        | (outputTokens + other.outputTokens)
                        | (computeMillis + other.computeMillis))
                < 0) {
            return false;
        }
        lines += other.lines;
        calls += other.calls;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        computeMillis += other.computeMillis;
        return true;
    }

    private static int compare(UsageRow left, UsageRow right) {
        int order = Long.compare(left.minute, right.minute);
        if (order == 0) {
            order = compare(left.payer, right.payer);
        }
        if (order == 0) {
            order = compare(left.gateway, right.gateway);
        }
        return order == 0 ? compare(left.pass, right.pass) : order;
    }

    /** Most texts that are equal are the same. */
    @SuppressWarnings("ReferenceEquality")
    private static int compare(String left, String right) {
        return left == right ? 0 : left.compareTo(right);
    }
}
