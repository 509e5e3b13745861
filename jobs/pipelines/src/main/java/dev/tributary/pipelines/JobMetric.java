package dev.tributary.pipelines;

/**
 * A metric that a job registers with Flink, which adds its scope in front of the name and the place (job, operator,
 * subtask) as labels.
 */
public interface JobMetric {
    /** How Flink's Prometheus reporter begins the name of everything that an operator registers. */
    String SCOPE = "flink_taskmanager_job_task_operator_";

    /** As Flink knows it. */
    enum Type {
        GAUGE,
        /** Only grows, and starts again at 0 with the task. Flink's reporter declares it as a gauge all the same. */
        COUNTER
    }

    Type type();

    /** As the operator registers it, ending in its unit. */
    String flinkName();

    /** Groups between the operator and the metric, as they stand in the exposed name: "" or with a "_" at their end. */
    String group();

    /** The label beside Flink's own; "" without. */
    String label();

    String unit();

    String meaning();

    /** As Prometheus scrapes it. */
    default String exposedName() {
        return SCOPE + group() + flinkName();
    }
}
