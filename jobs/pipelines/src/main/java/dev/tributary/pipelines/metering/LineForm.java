package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.pipelines.compact.ByteRanges;
import dev.tributary.pipelines.metering.json.JsonCursor;
import java.util.Arrays;

/**
 * The form of a good line: the bytes that stand between its values. A gateway writes one line as the other, so a line is
 * first compared with the form of the one before, and only its values are read. What does not fit, or breaks a rule, is
 * for {@link LineReader} to judge: a form accepts what the reader would accept, and refuses nothing.
 *
 * <p>A line whose bytes between the values are those of a line that was read has the same members in the same order, and
 * as its values are ASCII strings and integers again, it means what reading it would find, and is well-formed UTF-8.
 */
final class LineForm {
    private static final byte[] OK = "\"ok\"".getBytes(US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);
    private static final int MOST_DIGITS = 16;
    private static final int NO_FIT = -1;

    private final JsonCursor cursor;
    private final NameTable names;
    private final MinuteOfText minute;
    private byte[] between = {};
    private final Member[] values = new Member[ReadValues.MOST];
    private final int[] betweenFrom = new int[ReadValues.MOST + 2];
    private int size = NO_FIT;
    private int seen;

    LineForm(JsonCursor cursor, NameTable names, MinuteOfText minute) {
        this.cursor = cursor;
        this.names = names;
        this.minute = minute;
    }

    /** Takes the form of a line that was read and is good. */
    void learn(UsageLine line, ReadValues read, byte[] bytes) {
        size = read.size();
        seen = line.seen();
        int length = line.end - line.start;
        if (between.length < length) {
            between = new byte[length];
        }
        int from = line.start;
        int written = 0;
        for (int i = 0; i < size; i++) {
            values[i] = read.member(i);
            betweenFrom[i] = written;
            System.arraycopy(bytes, from, between, written, read.from(i) - from);
            written += read.from(i) - from;
            from = read.to(i);
        }
        betweenFrom[size] = written;
        System.arraycopy(bytes, from, between, written, line.end - from);
        betweenFrom[size + 1] = written + line.end - from;
    }

    /** Whether the line that is next has this form and is good; it is then consumed. Otherwise nothing is. */
    boolean read(UsageLine line, byte[] bytes) {
        int at = cursor.offset();
        line.reset(at);
        for (int i = 0; i < size; i++) {
            at = afterBetween(bytes, at, i);
            at = at < 0 ? NO_FIT : afterValue(values[i], line, bytes, at);
            if (at < 0) {
                return false;
            }
        }
        at = size < 0 ? NO_FIT : afterBetween(bytes, at, size);
        if (at < 0) {
            return false;
        }
        line.end = at;
        line.haveAllGood(seen);
        cursor.moveTo(at);
        return true;
    }

    private int afterBetween(byte[] bytes, int at, int index) {
        int from = betweenFrom[index];
        int length = betweenFrom[index + 1] - from;
        return at + length <= bytes.length && ByteRanges.areEqual(bytes, at, between, from, length)
                ? at + length
                : NO_FIT;
    }

    private int afterValue(Member member, UsageLine line, byte[] bytes, int at) {
        return switch (member) {
            case ID -> {
                line.idOffset = at;
                yield afterText(bytes, at);
            }
            case SUBJECT -> {
                line.model = hexNumber(bytes, at, IdForm.HASH_LENGTH);
                yield line.model < 0 ? NO_FIT : at + IdForm.HASH_LENGTH + 2;
            }
            case TIME -> afterTime(line, bytes, at);
            case PAYER -> {
                line.payer = hexNumber(bytes, at, IdForm.ADDRESS_LENGTH);
                yield line.payer < 0 ? NO_FIT : at + IdForm.ADDRESS_LENGTH + 2;
            }
            case PASS -> afterPass(line, bytes, at);
            case OUTCOME -> afterOutcome(line, bytes, at);
            default -> afterQuantity(member, line, bytes, at);
        };
    }

    /** A string of at most as many bytes as it may have characters. */
    private int afterText(byte[] bytes, int at) {
        int end = endOfText(bytes, at);
        return end > at + 1 && end - at - 1 <= LineReader.MOST_CHARACTERS ? end + 1 : NO_FIT;
    }

    private int afterTime(UsageLine line, byte[] bytes, int at) {
        if (at >= bytes.length || bytes[at] != '"') {
            return NO_FIT;
        }
        int end = minute.isNextTo(bytes, at + 1) ? at + 1 + MinuteOfText.LENGTH : cursor.endOfAsciiString(at + 1);
        if (end < 0 || end >= bytes.length || bytes[end] != '"' || end - at - 1 > LineReader.MOST_CHARACTERS) {
            return NO_FIT;
        }
        line.eventMillis = minute.epochMillis(bytes, at + 1, end);
        return line.eventMillis == Rfc3339.INVALID ? NO_FIT : end + 1;
    }

    /** Only ids of the right form are in the table, and of those in hex none is a pass. */
    private int afterPass(UsageLine line, byte[] bytes, int at) {
        int end = endOfText(bytes, at);
        if (end < 0 || isHex(bytes, at + 1)) {
            return NO_FIT;
        }
        line.pass = names.find(bytes, at + 1, end);
        if (line.pass < 0) {
            line.pass = IdForm.isUint256(bytes, at + 1, end) ? names.numberOf(bytes, at + 1, end) : NO_FIT;
        }
        return line.pass < 0 ? NO_FIT : end + 1;
    }

    /** The number of an id of hex digits between quotes; one that has been read before is known to be one. */
    private int hexNumber(byte[] bytes, int at, int length) {
        int from = at + 1;
        int end = from + length;
        if (end >= bytes.length || bytes[at] != '"' || bytes[end] != '"' || !isHex(bytes, from)) {
            return NO_FIT;
        }
        int known = names.find(bytes, from, end);
        if (known >= 0) {
            return known;
        }
        return IdForm.isHex(bytes, from, end) ? names.numberOf(bytes, from, end) : NO_FIT;
    }

    private static boolean isHex(byte[] bytes, int at) {
        return at + 1 < bytes.length && bytes[at] == '0' && bytes[at + 1] == 'x';
    }

    private int afterOutcome(UsageLine line, byte[] bytes, int at) {
        if (startsWith(OK, bytes, at)) {
            return at + OK.length;
        }
        line.failed = startsWith(ERROR, bytes, at);
        return line.failed ? at + ERROR.length : NO_FIT;
    }

    private static boolean startsWith(byte[] text, byte[] bytes, int at) {
        return at + text.length <= bytes.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    private static int afterQuantity(Member member, UsageLine line, byte[] bytes, int at) {
        int end = at;
        long value = 0;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
            value = 10 * value + (bytes[end] - '0');
            end++;
        }
        int digits = end - at;
        boolean good = digits == 1 || (digits > 1 && digits <= MOST_DIGITS && bytes[at] != '0');
        if (!good || value > JsonCursor.MAX_INTEGER) {
            return NO_FIT;
        }
        line.setQuantity(member, value);
        return end;
    }

    /** The offset of the closing quote of the ASCII string that is at an offset, or {@link #NO_FIT}. */
    private int endOfText(byte[] bytes, int at) {
        return at < bytes.length && bytes[at] == '"' ? cursor.endOfAsciiString(at + 1) : NO_FIT;
    }
}
