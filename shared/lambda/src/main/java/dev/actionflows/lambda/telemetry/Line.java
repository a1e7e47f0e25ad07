package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.json.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the log. A line with metrics uses CloudWatch's embedded metric format. Fields other
 * than metrics and dimensions appear only in the log, so ids do not create metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the
 *     format</a>
 */
public final class Line {
    private final String level;
    private final String message;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final List<Object> metrics = new ArrayList<>();

    /**
     * @param message a constant: every line of the same kind has the same message
     */
    public Line(Level level, String message) {
        this.level = level.name();
        this.message = message;
    }

    Line project(ProjectId project) {
        return with("projectId", project.value());
    }

    public Line run(RunKey run) {
        return project(run.project()).with("runId", run.run().value());
    }

    Line step(int index) {
        return with("step", index);
    }

    /** Adds the failure's location, without its unsafe messages. */
    public Line failure(Throwable failure) {
        return with("error", FailureText.of(failure));
    }

    /**
     * @param value text or a number
     */
    public Line with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds a metric. Its dimensions must be fields of this line. */
    Line metric(Metric metric, Number value) {
        metrics.add(
                Map.of(
                        "Namespace",
                        Metric.NAMESPACE,
                        "Dimensions",
                        metric.dimensions(),
                        "Metrics",
                        List.of(
                                Map.of(
                                        "Name",
                                        metric.wireName(),
                                        "Unit",
                                        metric.unit().wireName()))));
        return with(metric.wireName(), value);
    }

    /** Whether the line has metrics. */
    boolean isMeasured() {
        return !metrics.isEmpty();
    }

    /** Lambda reads a line's time and level from the fields with these names. */
    String text(Instant now) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("timestamp", now.toString());
        all.put("level", level);
        all.put("message", message);
        all.putAll(members);
        if (isMeasured()) {
            all.put("_aws", Map.of("Timestamp", now.toEpochMilli(), "CloudWatchMetrics", metrics));
        }
        return Json.write(all);
    }
}
