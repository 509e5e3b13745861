package dev.tributary.local.dashboards;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts values and times into queries as Grafana does, before the data source sees them. */
final class Interpolation {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(\\w+)|\\[\\[(\\w+)]]");
    private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)\\(([^()]*)\\)|\\$__(interval|rate_interval)\\b");
    private static final Pattern REGEX_SIGN = Pattern.compile("[\\\\^$*+?.()|{}\\[\\]/]");

    private final Instant from;
    private final Instant to;
    private final Duration interval;
    private final Map<String, Choice> choices = new LinkedHashMap<>();

    /**
     * What is chosen of a variable.
     *
     * @param text what people see
     * @param several whether more than one could be chosen
     * @param raw whether the value is a pattern that stands for all
     */
    record Choice(List<String> text, List<String> value, boolean several, boolean raw) {
        static Choice of(String text, String value) {
            return new Choice(List.of(text), List.of(value), false, false);
        }
    }

    Interpolation(Instant from, Instant to, Duration interval) {
        this.from = from;
        this.to = to;
        this.interval = interval;
    }

    void choose(String name, Choice choice) {
        choices.put(name, choice);
    }

    /** A query for PostgreSQL: variables first, then macros. */
    String sql(String query) {
        String chosen = replace(query, (choice, format) -> sqlValue(choice, format));
        String text = MACRO.matcher(chosen).replaceAll(macro -> Matcher.quoteReplacement(sqlMacro(macro)));
        if (text.contains("$__")) {
            throw new AssertionError("a macro that PostgreSQL's data source does not know: " + text);
        }
        return text;
    }

    /** A query for Prometheus. */
    String promql(String query, Duration scrapeInterval) {
        Duration rate = interval.plus(scrapeInterval).compareTo(scrapeInterval.multipliedBy(4)) > 0
                ? interval.plus(scrapeInterval)
                : scrapeInterval.multipliedBy(4);
        String timed = query.replace("$__rate_interval", rate.toSeconds() + "s")
                .replace("$__interval", interval.toSeconds() + "s");
        return replace(timed, (choice, format) -> promqlValue(choice));
    }

    private interface Form {
        String of(Choice choice, String format);
    }

    private String replace(String query, Form form) {
        return REFERENCE.matcher(query).replaceAll(found -> {
            String name =
                    found.group(1) != null ? found.group(1) : found.group(3) != null ? found.group(3) : found.group(4);
            if (name.startsWith("__")) {
                return Matcher.quoteReplacement(found.group());
            }
            Choice choice = choices.get(name);
            if (choice == null) {
                throw new AssertionError("no variable " + name + " for " + query);
            }
            return Matcher.quoteReplacement(form.of(choice, found.group(2) == null ? "" : found.group(2)));
        });
    }

    private static String sqlValue(Choice choice, String format) {
        return switch (format) {
            case "sqlstring" -> quoted(choice);
            case "csv", "raw" -> String.join(",", choice.value());
            case "text" -> String.join(" + ", choice.text());
            // Grafana quotes what could be several and trusts what cannot.
            case "" -> choice.several() ? quoted(choice) : choice.value().get(0).replace("'", "''");
            default -> throw new AssertionError("format " + format + " is not one that the dashboards may use");
        };
    }

    private static String quoted(Choice choice) {
        return choice.value().stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(","));
    }

    private static String promqlValue(Choice choice) {
        if (choice.raw()) {
            return choice.value().get(0);
        }
        List<String> escaped = choice.value().stream()
                .map(value -> REGEX_SIGN.matcher(value).replaceAll("\\\\\\\\$0"))
                .toList();
        return escaped.size() == 1 ? escaped.get(0) : "(" + String.join("|", escaped) + ")";
    }

    private String sqlMacro(MatchResult macro) {
        if (macro.group(3) != null) {
            return interval.toSeconds() + "s";
        }
        String[] arguments = macro.group(2).split(",", -1);
        String column = arguments[0].trim();
        return switch (macro.group(1)) {
            case "timeFilter" -> column + " BETWEEN '" + from + "' AND '" + to + "'";
            case "timeFrom" -> "'" + from + "'";
            case "timeTo" -> "'" + to + "'";
            case "timeGroup" ->
                "floor(extract(epoch from " + column + ")/" + interval.toSeconds() + ")*" + interval.toSeconds();
            default ->
                throw new AssertionError("macro $__" + macro.group(1) + " is not one that the dashboards may use");
        };
    }
}
