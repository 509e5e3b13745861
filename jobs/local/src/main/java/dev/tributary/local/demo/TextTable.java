package dev.tributary.local.demo;

import java.util.ArrayList;
import java.util.List;

/** A plain table: a head, a rule, rows; columns as wide as they need to be. */
final class TextTable {
    private static final String GAP = "  ";

    private record Column(String title, boolean right) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable left(String title) {
        columns.add(new Column(title, false));
        return this;
    }

    TextTable right(String title) {
        columns.add(new Column(title, true));
        return this;
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList()));
        lines.add(line(columns.stream().map(this::width).map("─"::repeat).toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String padding = " ".repeat(width(column) - cells.get(i).length());
            line.append(i == 0 ? "" : GAP)
                    .append(column.right() ? padding : "")
                    .append(cells.get(i))
                    .append(column.right() ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(Column column) {
        int place = columns.indexOf(column);
        return rows.stream()
                .mapToInt(row -> row.get(place).length())
                .reduce(column.title().length(), Math::max);
    }
}
