package dev.tributary.settlement.command;

import java.util.List;

/** Rows that fit a page: what is longer goes on below, further in. */
final class Folded {
    static final int COLUMNS = 120;
    private static final String FURTHER_IN = "    ";

    private Folded() {}

    /** Adds the text as one row, or as many as it takes; a single word is never cut. */
    static void add(List<String> rows, String indent, String text) {
        int room = COLUMNS - indent.length();
        if (text.length() <= room) {
            rows.add(indent + text);
            return;
        }
        int end = text.lastIndexOf(' ', room);
        if (end <= 0) {
            end = text.indexOf(' ');
        }
        if (end < 0) {
            rows.add(indent + text);
            return;
        }
        rows.add(indent + text.substring(0, end));
        add(rows, indent.endsWith(FURTHER_IN + FURTHER_IN) ? indent : indent + FURTHER_IN, text.substring(end + 1));
    }
}
