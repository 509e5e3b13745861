package dev.tributary.local.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Opens a dashboard: chooses its variables, then asks for every panel. */
final class PanelQueries {
    /** Of the series on the screen: what Grafana would choose for a few minutes. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    static final Duration SCRAPES = Duration.ofSeconds(1);

    private final PostgresSource postgres;
    private final @Nullable PrometheusSource prometheus;
    private final Instant from;
    private final Instant to;
    private final PanelReport report;

    /** @param prometheus null where there is none: what it would be asked is left out */
    PanelQueries(
            PostgresSource postgres,
            @Nullable PrometheusSource prometheus,
            Instant from,
            Instant to,
            PanelReport report) {
        this.postgres = postgres;
        this.prometheus = prometheus;
        this.from = from;
        this.to = to;
        this.report = report;
    }

    /**
     * As it opens, with the first choice of everything; then with every other choice of the last variable, such as the
     * model. Nothing may fail, and every panel has something to show, if not for the first choice.
     */
    void open(Dashboard dashboard) {
        Map<Dashboard.Panel, Integer> shown = new LinkedHashMap<>();
        int choices = Math.max(1, choicesOfLast(dashboard));
        for (int place = 0; place < choices; place++) {
            Interpolation chosen = choose(dashboard, place);
            for (Dashboard.Panel panel : dashboard.panels()) {
                if (isSql(panel) || (prometheus != null && shown.getOrDefault(panel, 0) == 0)) {
                    int rows = shown(dashboard, panel, chosen);
                    shown.merge(panel, rows, (before, now) -> before == 0 ? now : before);
                }
            }
        }
        shown.forEach((panel, rows) -> report.shows(dashboard, panel, rows, isSql(panel) ? "rows" : "series"));
    }

    private static boolean isSql(Dashboard.Panel panel) {
        return panel.targets().stream().allMatch(target -> target.has("rawSql"));
    }

    private int shown(Dashboard dashboard, Dashboard.Panel panel, Interpolation chosen) {
        int shown = 0;
        for (JsonNode target : panel.targets()) {
            try {
                shown += shown(target, chosen);
            } catch (Exception | AssertionError e) {
                report.problem(dashboard, panel.title(), String.valueOf(e.getMessage()));
            }
        }
        return shown;
    }

    private int shown(JsonNode target, Interpolation chosen) throws Exception {
        if (target.has("rawSql")) {
            boolean isTimeSeries = target.path("format").asText().equals("time_series");
            return postgres.shown(chosen.sql(target.path("rawSql").asText()), isTimeSeries);
        }
        return prometheus == null
                ? 0
                : prometheus.series(
                        chosen.promql(target.path("expr").asText(), SCRAPES),
                        target.path("instant").asBoolean());
    }

    private static int lastOf(List<JsonNode> variables) {
        int last = variables.size() - 1;
        while (last > 0 && variables.get(last).path("multi").asBoolean()) {
            last--;
        }
        return last;
    }

    private int choicesOfLast(Dashboard dashboard) {
        Interpolation chosen = new Interpolation(from, to, INTERVAL);
        List<JsonNode> variables = dashboard.variables();
        int last = lastOf(variables);
        for (JsonNode variable : variables.subList(0, last)) {
            choose(dashboard, variable, chosen, 0);
        }
        return choices(dashboard, variables.get(last), chosen).size();
    }

    /** @param place which choice of the last variable of which one alone is chosen */
    private Interpolation choose(Dashboard dashboard, int place) {
        Interpolation chosen = new Interpolation(from, to, INTERVAL);
        List<JsonNode> variables = dashboard.variables();
        for (int i = 0; i < variables.size(); i++) {
            choose(dashboard, variables.get(i), chosen, i == lastOf(variables) ? place : 0);
        }
        return chosen;
    }

    private void choose(Dashboard dashboard, JsonNode variable, Interpolation chosen, int place) {
        String name = variable.path("name").asText();
        if (variable.path("type").asText().equals("datasource")) {
            return;
        }
        List<Interpolation.Choice> choices = choices(dashboard, variable, chosen);
        String all = variable.path("allValue").asText();
        if (variable.path("includeAll").asBoolean() && !all.isEmpty()) {
            chosen.choose(name, new Interpolation.Choice(List.of("All"), List.of(all), true, true));
        } else if (choices.isEmpty()) {
            report.problem(dashboard, "variable " + name, "has nothing to choose from");
            chosen.choose(name, Interpolation.Choice.of("", ""));
        } else if (variable.path("multi").asBoolean()) {
            Set<String> values = new TreeSet<>();
            choices.forEach(choice -> values.addAll(choice.value()));
            chosen.choose(name, new Interpolation.Choice(List.of("All"), List.copyOf(values), true, false));
        } else {
            chosen.choose(name, choices.get(place));
        }
    }

    private List<Interpolation.Choice> choices(Dashboard dashboard, JsonNode variable, Interpolation chosen) {
        String name = variable.path("name").asText();
        try {
            if (variable.path("datasource").path("type").asText().equals("prometheus")) {
                return labels(variable, chosen);
            }
            return postgres.choices(chosen.sql(variable.path("query").asText()));
        } catch (Exception | AssertionError e) {
            report.problem(dashboard, "variable " + name, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private List<Interpolation.Choice> labels(JsonNode variable, Interpolation chosen) throws Exception {
        if (prometheus == null) {
            return List.of(Interpolation.Choice.of("", ""));
        }
        String query = chosen.promql(variable.path("query").path("query").asText(), SCRAPES);
        return prometheus.labelValues(query).stream()
                .map(value -> Interpolation.Choice.of(value, value))
                .toList();
    }
}
