package dev.tributary.local.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that {@code docs/metrics.md} lists; that they are those of the programs is a test of jobs/settlement. */
public final class MetricNames {
    static final Path PAGE = Path.of("../../docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z_:]+)` \\|");

    private MetricNames() {}

    /** Those of one section. */
    public static Set<String> of(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n## " + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException(PAGE + " has no section " + heading);
        }
        return names(page.substring(begin + 1).split("\n## ", 2)[0]);
    }

    public static Set<String> all() throws IOException {
        return names(Files.readString(PAGE));
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            names.add(row.group(1));
        }
        return names;
    }
}
