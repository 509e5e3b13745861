package dev.tributary.settlement.serving;

import java.util.List;

/**
 * What the endpoint measures of itself, beside the settlement that it reads from the tables. The names are an interface:
 * dashboards and alerts are written with them.
 */
public enum ServeMetric {
    REQUESTS(
            "tributary_serve_requests_seconds",
            "tributary.serve.requests",
            "path,status",
            "seconds",
            "Requests answered and the time they took, by the pattern of their path and the status: `_count`, `_sum`, and"
                    + " `_max` of the last minutes.");

    private final String metricName;
    private final String meterName;
    private final String labels;
    private final String unit;
    private final String meaning;

    ServeMetric(String metricName, String meterName, String labels, String unit, String meaning) {
        this.metricName = metricName;
        this.meterName = meterName;
        this.labels = labels;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** As Prometheus sees it. */
    public String metricName() {
        return metricName;
    }

    /** As Micrometer knows it, which adds the unit. */
    String meterName() {
        return meterName;
    }

    public List<String> labels() {
        return List.of(labels.split(",", -1));
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }
}
