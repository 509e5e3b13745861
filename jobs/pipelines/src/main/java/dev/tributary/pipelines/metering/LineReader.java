package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.pipelines.metering.json.JsonCursor;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import dev.tributary.pipelines.metering.json.Utf8;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one usage line, member by member, and judges each by the rule that the protocol sets for it. */
final class LineReader {
    private static final byte[] VERSION = "1.0".getBytes(US_ASCII);
    private static final byte[] EVENT_TYPE = "ai.inference.usage.v1".getBytes(US_ASCII);
    private static final byte[] OK = "ok".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    static final int MOST_CHARACTERS = 256;
    private static final int LINE_DEPTH = 2;
    private static final int USAGE_DEPTH = 3;

    private final JsonCursor cursor;
    private final NameTable names;
    private final MinuteOfText minute = new MinuteOfText();
    private final ReadValues values = new ReadValues();
    private LineForm form;
    private LineForm otherForm;
    private boolean isUtf8;

    LineReader(JsonCursor cursor, NameTable names) {
        this.cursor = cursor;
        this.names = names;
        this.form = new LineForm(cursor, names, minute);
        this.otherForm = new LineForm(cursor, names, minute);
    }

    /** Before the first line of a report. */
    void begin() {
        isUtf8 = false;
    }

    /**
     * Reads the object that is next in the report. A line that breaks a rule is read to its end all the same.
     *
     * <p>Lines of a known form are well-formed UTF-8 without a look at each byte; at the first that has none the whole
     * report is looked at.
     */
    void read(UsageLine line, byte[] report) throws MalformedJsonException {
        if (form.read(line, report)) {
            return;
        }
        // Two forms take turns, such as lines with a pass and lines without.
        LineForm last = form;
        form = otherForm;
        otherForm = last;
        if (form.read(line, report)) {
            return;
        }
        if (!isUtf8) {
            Utf8.require(report);
            isUtf8 = true;
        }
        values.clear();
        read(line);
        if (line.faults() == 0) {
            form.learn(line, values, report);
        }
    }

    private void read(UsageLine line) throws MalformedJsonException {
        line.reset(cursor.offset());
        Set<String> unknown = null;
        for (boolean more = cursor.firstMember(); more; more = cursor.nextMember()) {
            Member member = Member.ofLine(cursor.text(), cursor.textFrom(), cursor.textTo());
            if (member == null) {
                unknown = skipUnknown(unknown, LINE_DEPTH);
            } else {
                seeOnce(line, member);
                int from = cursor.offset();
                line.judge(member, readOfLine(line, member));
                if (member.isLikelyToDiffer()) {
                    values.add(member, from, cursor.offset());
                }
            }
        }
        line.end = cursor.offset();
    }

    private boolean readOfLine(UsageLine line, Member member) throws MalformedJsonException {
        return switch (member) {
            case SPECVERSION -> cursor.readIfString(LINE_DEPTH) && cursor.textIs(VERSION);
            case TYPE -> cursor.readIfString(LINE_DEPTH) && cursor.textIs(EVENT_TYPE);
            case ID -> {
                line.idOffset = cursor.offset();
                yield cursor.readIfString(LINE_DEPTH) && hasGoodLength();
            }
            case SOURCE -> cursor.readIfString(LINE_DEPTH) && hasGoodLength();
            case SUBJECT -> {
                line.model = readHex(LINE_DEPTH, IdForm.HASH_LENGTH);
                yield line.model != UsageLine.NONE;
            }
            case TIME -> {
                line.eventMillis = readTime();
                yield line.eventMillis != Rfc3339.INVALID;
            }
            default -> readUsage(line);
        };
    }

    private boolean readUsage(UsageLine line) throws MalformedJsonException {
        if (cursor.peek() != '{') {
            cursor.skipValue(LINE_DEPTH);
            return false;
        }
        Set<String> unknown = null;
        for (boolean more = cursor.firstMember(); more; more = cursor.nextMember()) {
            Member member = Member.ofUsage(cursor.text(), cursor.textFrom(), cursor.textTo());
            if (member == null) {
                unknown = skipUnknown(unknown, USAGE_DEPTH);
            } else {
                seeOnce(line, member);
                int from = cursor.offset();
                line.judge(member, readOfUsage(line, member));
                if (member.isLikelyToDiffer()) {
                    values.add(member, from, cursor.offset());
                }
            }
        }
        return true;
    }

    private boolean readOfUsage(UsageLine line, Member member) throws MalformedJsonException {
        return switch (member) {
            case PAYER -> {
                line.payer = readHex(USAGE_DEPTH, IdForm.ADDRESS_LENGTH);
                yield line.payer != UsageLine.NONE;
            }
            case PASS -> {
                line.pass = readPass();
                yield line.pass != UsageLine.NONE;
            }
            case OUTCOME -> readOutcome(line);
            default -> {
                long quantity = cursor.readIfQuantity(USAGE_DEPTH);
                line.setQuantity(member, quantity);
                yield quantity != JsonCursor.NOT_A_QUANTITY;
            }
        };
    }

    private boolean readOutcome(UsageLine line) throws MalformedJsonException {
        if (!cursor.readIfString(USAGE_DEPTH)) {
            return false;
        }
        line.failed = cursor.textIs(ERROR);
        return line.failed || cursor.textIs(OK);
    }

    private int readHex(int depth, int length) throws MalformedJsonException {
        boolean isId = cursor.readIfString(depth)
                && cursor.textTo() - cursor.textFrom() == length
                && IdForm.isHex(cursor.text(), cursor.textFrom(), cursor.textTo());
        return isId ? numberOfText() : UsageLine.NONE;
    }

    private int readPass() throws MalformedJsonException {
        boolean isPass =
                cursor.readIfString(USAGE_DEPTH) && IdForm.isUint256(cursor.text(), cursor.textFrom(), cursor.textTo());
        return isPass ? numberOfText() : UsageLine.NONE;
    }

    private long readTime() throws MalformedJsonException {
        return cursor.readIfString(LINE_DEPTH) && hasGoodLength()
                ? minute.epochMillis(cursor.text(), cursor.textFrom(), cursor.textTo())
                : Rfc3339.INVALID;
    }

    private int numberOfText() {
        return names.numberOf(cursor.text(), cursor.textFrom(), cursor.textTo());
    }

    private boolean hasGoodLength() {
        int bytes = cursor.textTo() - cursor.textFrom();
        if (bytes <= MOST_CHARACTERS) {
            return bytes > 0;
        }
        return Utf8.codePoints(cursor.text(), cursor.textFrom(), cursor.textTo()) <= MOST_CHARACTERS;
    }

    private void seeOnce(UsageLine line, Member member) throws MalformedJsonException {
        if (line.hasSeen(member)) {
            throw cursor.duplicateName();
        }
        line.see(member);
    }

    private Set<String> skipUnknown(@Nullable Set<String> unknown, int depth) throws MalformedJsonException {
        Set<String> names = unknown == null ? new HashSet<>() : unknown;
        cursor.requireNew(names);
        cursor.skipValue(depth);
        return names;
    }
}
