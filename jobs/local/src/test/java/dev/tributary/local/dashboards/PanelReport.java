package dev.tributary.local.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every panel showed, for people to read: a table in {@code target/} and on the screen. */
final class PanelReport {
    private static final String LINE = "| %-15s | %-52s | %-11s | %6s | %-6s |";

    private final List<String> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int panels;

    PanelReport() {
        lines.add(LINE.formatted("dashboard", "panel", "kind", "shown", "of"));
        lines.add(LINE.formatted("---", "---", "---", "---:", "---"));
    }

    /** @param of what is counted: rows or series */
    void shows(Dashboard dashboard, Dashboard.Panel panel, int shown, String of) {
        panels++;
        lines.add(LINE.formatted(dashboard, panel.title().replace(" (${token:text})", ""), panel.type(), shown, of));
        if (shown == 0) {
            problem(dashboard, panel.title(), "shows nothing");
        }
    }

    void problem(Dashboard dashboard, String where, String what) {
        problems.add(dashboard + " / " + where + ": " + what);
    }

    int panels() {
        return panels;
    }

    List<String> problems() {
        return problems;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        lines.forEach(System.out::println);
    }
}
