package dev.tributary.local.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Grafana's Prometheus data source. */
record PrometheusSource(String url, Instant from, Instant to) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((?:(.+), ?)?(\\w+)\\)");

    /** The values of a label, as a variable asks for them. */
    List<String> labelValues(String query) throws IOException, InterruptedException {
        Matcher matcher = LABEL_VALUES.matcher(query);
        if (!matcher.matches()) {
            throw new AssertionError("not a question for the values of a label: " + query);
        }
        String of = matcher.group(1) == null ? "" : "?match[]=" + encoded(matcher.group(1));
        List<String> values = new ArrayList<>();
        get("/api/v1/label/" + matcher.group(2) + "/values" + of.replace("[]", "%5B%5D"))
                .forEach(value -> values.add(value.asText()));
        return values;
    }

    /** How many series have a number. */
    int series(String query, boolean isInstant) throws IOException, InterruptedException {
        JsonNode result = isInstant
                ? get("/api/v1/query?query=" + encoded(query) + "&time=" + to.getEpochSecond())
                : get("/api/v1/query_range?query=" + encoded(query) + "&start=" + from.getEpochSecond() + "&end="
                        + to.getEpochSecond() + "&step=" + PanelQueries.INTERVAL.toSeconds());
        int series = 0;
        for (JsonNode one : result.path("result")) {
            String values = (isInstant ? one.path("value") : one.path("values")).toString();
            series += values.matches(".*,\"-?[0-9].*") ? 1 : 0;
        }
        return series;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode body = JSON.readTree(answer.body());
        if (!body.path("status").asText().equals("success")) {
            throw new AssertionError(path + ": " + answer.body());
        }
        return body.path("data");
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, UTF_8);
    }
}
