package dev.tributary.pipelines.metering;

/** What has been read of the line at hand. One object serves all lines of all reports of a subtask. */
final class UsageLine {
    /** Numbers of ids and the latency of a line that has none. */
    static final int NONE = -1;

    int start;
    int end;
    int idOffset;
    int model;
    int payer;
    int pass;
    long eventMillis;
    long calls;
    long inputTokens;
    long outputTokens;
    long computeMillis;
    long latencyMillis;
    boolean failed;

    private int seen;
    private int valid;

    void reset(int startOffset) {
        start = startOffset;
        end = startOffset;
        idOffset = NONE;
        model = NONE;
        payer = NONE;
        pass = NONE;
        eventMillis = Rfc3339.INVALID;
        calls = 0;
        inputTokens = 0;
        outputTokens = 0;
        computeMillis = 0;
        latencyMillis = NONE;
        failed = false;
        seen = 0;
        valid = 0;
    }

    /** Whether the member was given in this line before. */
    boolean hasSeen(Member member) {
        return (seen & member.bit()) != 0;
    }

    /** All members that were given, as bits. */
    int seen() {
        return seen;
    }

    /** The members that were given are those of a line that was good, and their values are good. */
    void haveAllGood(int members) {
        seen = members;
        valid = members;
    }

    void setQuantity(Member member, long value) {
        switch (member) {
            case CALLS -> calls = value;
            case INPUT_TOKENS -> inputTokens = value;
            case OUTPUT_TOKENS -> outputTokens = value;
            case COMPUTE_MILLIS -> computeMillis = value;
            case LATENCY_MILLIS -> latencyMillis = value;
            default -> throw new IllegalArgumentException(member + " is no quantity");
        }
    }

    void see(Member member) {
        seen |= member.bit();
    }

    void judge(Member member, boolean isValid) {
        if (isValid) {
            valid |= member.bit();
        }
    }

    boolean isValid(Member member) {
        return (valid & member.bit()) != 0;
    }

    /** Members that are missing or break their rule, as bits; 0 for a line that can be counted. */
    int faults() {
        return (Member.REQUIRED | seen) & ~valid;
    }
}
