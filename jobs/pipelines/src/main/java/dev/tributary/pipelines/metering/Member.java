package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The members of a usage line that metering reads, in the order in which their faults are reported. */
@SuppressWarnings({"EnumOrdinal", "ImmutableEnumChecker"}) // a bit per member; the names are never written to
enum Member {
    SPECVERSION("specversion", "specversion is not \"1.0\""),
    TYPE("type", "type is not \"ai.inference.usage.v1\""),
    ID("id", "id is not a string of 1 to 256 characters"),
    SOURCE("source", "source is not a string of 1 to 256 characters"),
    SUBJECT("subject", "subject is not a model id, 0x and 64 hex digits"),
    TIME("time", "time is not RFC 3339 with a zone, in at most 256 characters"),
    DATA("data", "data is not an object"),
    PAYER("payer", "data.payer is not an address, 0x and 40 hex digits"),
    PASS("pass", "data.pass is not a decimal uint256 as a string without leading zeros"),
    CALLS("calls", "data.calls is not an integer from 0 to 2^53-1"),
    INPUT_TOKENS("inputTokens", "data.inputTokens is not an integer from 0 to 2^53-1"),
    OUTPUT_TOKENS("outputTokens", "data.outputTokens is not an integer from 0 to 2^53-1"),
    COMPUTE_MILLIS("computeMillis", "data.computeMillis is not an integer from 0 to 2^53-1"),
    LATENCY_MILLIS("latencyMillis", "data.latencyMillis is not an integer from 0 to 2^53-1"),
    OUTCOME("outcome", "data.outcome is neither \"ok\" nor \"error\"");

    /** Members without which a line cannot be counted. */
    static final int REQUIRED =
            SPECVERSION.bit() | TYPE.bit() | ID.bit() | SOURCE.bit() | SUBJECT.bit() | TIME.bit() | PAYER.bit();

    private static final Member[] MEMBERS = values();
    private static final int LONGEST_NAME = 13;
    private static final Member[][] OF_LINE = byLength(SPECVERSION, TYPE, ID, SOURCE, SUBJECT, TIME, DATA);
    private static final Member[][] OF_USAGE =
            byLength(PAYER, PASS, CALLS, INPUT_TOKENS, OUTPUT_TOKENS, COMPUTE_MILLIS, LATENCY_MILLIS, OUTCOME);

    private final byte[] memberName;
    private final String requirement;

    Member(String memberName, String requirement) {
        this.memberName = memberName.getBytes(US_ASCII);
        this.requirement = requirement;
    }

    int bit() {
        return 1 << ordinal();
    }

    /** Whether a gateway writes another value from line to line. */
    boolean isLikelyToDiffer() {
        return switch (this) {
            case SPECVERSION, TYPE, SOURCE, DATA -> false;
            default -> true;
        };
    }

    /** What a line that breaks the rule of this member is told. */
    String requirement() {
        return requirement;
    }

    /** The first member of a set of bits. */
    static Member first(int bits) {
        return MEMBERS[Integer.numberOfTrailingZeros(bits)];
    }

    static @Nullable Member ofLine(byte[] text, int from, int to) {
        return find(OF_LINE, text, from, to);
    }

    static @Nullable Member ofUsage(byte[] text, int from, int to) {
        return find(OF_USAGE, text, from, to);
    }

    private static @Nullable Member find(Member[][] byLength, byte[] text, int from, int to) {
        int length = to - from;
        if (length > LONGEST_NAME) {
            return null;
        }
        for (Member member : byLength[length]) {
            if (Arrays.equals(text, from, to, member.memberName, 0, length)) {
                return member;
            }
        }
        return null;
    }

    private static Member[][] byLength(Member... members) {
        Member[][] table = new Member[LONGEST_NAME + 1][];
        for (int length = 0; length <= LONGEST_NAME; length++) {
            int wanted = length;
            table[length] = Arrays.stream(members)
                    .filter(m -> m.memberName.length == wanted)
                    .toArray(Member[]::new);
        }
        return table;
    }
}
