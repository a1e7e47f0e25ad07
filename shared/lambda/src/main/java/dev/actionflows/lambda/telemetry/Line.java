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
 * One line of the log, which may carry metrics: then it is a document in CloudWatch's embedded
 * metric format. What it says beside its metrics and their dimensions is found in the log alone, so
 * that ids make no metrics of their own.
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
     * @param message in our own words: the same for every line of its kind
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

    /** Where it failed, without what it may quote. */
    public Line failure(Throwable failure) {
        return with("error", FailureText.of(failure));
    }

    /**
     * @param value text, or a number
     */
    public Line with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** With a metric; the names of its dimensions are members of this line. */
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

    /** Whether it carries metrics. */
    boolean isMeasured() {
        return !metrics.isEmpty();
    }

    /** Lambda takes the time and the level of a line from its members, if they are named so. */
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
