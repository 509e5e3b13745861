package dev.tributary.local.demo;

import dev.tributary.local.Service;
import java.io.PrintStream;
import java.util.List;

/**
 * What people see: lines that stay, and on a terminal one status line below them that changes in place. Elsewhere the
 * status is printed now and then as a line of its own.
 */
final class Screen {
    private static final String ERASE_LINE = "\r\033[2K";
    private static final String BOLD = "\033[1m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";
    private static final long PLAIN_STATUS_MILLIS = 5_000;
    private static final int WIDTH = 120;
    /** Where the numbers of a verdict begin. */
    private static final int INDENT = 43;

    private final PrintStream out;
    private final boolean terminal;
    private String status = "";
    private long lastPlainStatus;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void title(String text) {
        print("");
        print(paint(BOLD, text));
    }

    synchronized void line(String text) {
        print(text);
    }

    synchronized void lines(List<String> lines) {
        lines.forEach(this::print);
    }

    /** A part of the stack that is up. */
    synchronized void service(Service service) {
        print("  %-11s %-62s %8s"
                .formatted(
                        service.name(),
                        service.address(),
                        Amounts.seconds(service.startedIn().toMillis())));
    }

    /** A check with its numbers, which go on below where they need more room. */
    synchronized void verdict(Check check) {
        String head = "  %s  %-35s".formatted(check.ok() ? paint(GREEN, "PASS") : paint(RED, "FAIL"), check.name());
        String indent = " ".repeat(INDENT);
        StringBuilder line = new StringBuilder();
        for (String word : check.detail().split(" ", -1)) {
            if (INDENT + line.length() + word.length() >= WIDTH && !line.isEmpty()) {
                print(head + line);
                head = indent;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        print(head + line);
    }

    /** Replaces the status line. */
    synchronized void status(String text, long nowMillis) {
        if (terminal) {
            status = text.length() < WIDTH ? text : text.substring(0, WIDTH - 1);
            out.print(ERASE_LINE + status);
            out.flush();
        } else if (nowMillis - lastPlainStatus >= PLAIN_STATUS_MILLIS) {
            lastPlainStatus = nowMillis;
            out.println(text);
        }
    }

    synchronized void clearStatus() {
        if (terminal && !status.isEmpty()) {
            status = "";
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private void print(String text) {
        if (status.isEmpty()) {
            out.println(text);
        } else {
            out.println(ERASE_LINE + text);
            out.print(status);
        }
        out.flush();
    }

    private String paint(String code, String text) {
        return terminal ? code + text + PLAIN : text;
    }
}
