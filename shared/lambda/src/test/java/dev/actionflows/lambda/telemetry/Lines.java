package dev.actionflows.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines written to a log, parsed like CloudWatch does: each line is one JSON object, and a line
 * with {@code _aws} follows the rules of the embedded metric format.
 */
final class Lines {
    private static final Set<String> UNITS = Set.of("Count", "Milliseconds", "Seconds");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** One value of a time series. */
    record Point(String metric, String unit, Map<String, String> dimensions, long value) {}

    OutputStream out() {
        return written;
    }

    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    void clear() {
        written.reset();
    }

    List<Map<String, @Nullable Object>> all() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (String line : text().lines().toList()) {
            all.add(Json.readObject(line));
        }
        return all;
    }

    /** The points of all lines. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (Map<String, @Nullable Object> line : all()) {
            points.addAll(points(line));
        }
        return points;
    }

    /** The points of one metric. */
    List<Point> points(String metric) {
        return points().stream().filter(point -> point.metric().equals(metric)).toList();
    }

    private static List<Point> points(Map<String, @Nullable Object> line) {
        List<Point> points = new ArrayList<>();
        if (line.get("_aws") == null) {
            return points;
        }
        Map<?, ?> aws = object(line.get("_aws"));
        assertThat(aws.keySet()).isEqualTo(Set.of("Timestamp", "CloudWatchMetrics"));
        assertThat(aws.get("Timestamp")).isInstanceOf(Long.class);
        for (Object each : list(aws.get("CloudWatchMetrics"))) {
            Map<?, ?> directive = object(each);
            assertThat(directive.keySet()).isEqualTo(Set.of("Namespace", "Dimensions", "Metrics"));
            assertThat(directive.get("Namespace")).isEqualTo("ActionFlows");
            for (Object metric : list(directive.get("Metrics"))) {
                for (Object names : list(directive.get("Dimensions"))) {
                    points.add(point(object(metric), list(names), line));
                }
            }
        }
        assertThat(points).isNotEmpty();
        assertThat(new HashSet<>(points)).hasSameSizeAs(points);
        return points;
    }

    private static Point point(
            Map<?, ?> metric, List<?> names, Map<String, @Nullable Object> line) {
        assertThat(metric.keySet()).isEqualTo(Set.of("Name", "Unit"));
        String name = String.valueOf(metric.get("Name"));
        assertThat(line.get(name)).as(name).isInstanceOf(Long.class);
        assertThat(UNITS).contains(String.valueOf(metric.get("Unit")));
        assertThat(names.size()).isBetween(1, 30);
        Map<String, String> dimensions = new TreeMap<>();
        for (Object dimension : names) {
            Object value = line.get(String.valueOf(dimension));
            assertThat(value).as(String.valueOf(dimension)).isInstanceOf(String.class);
            assertThat(String.valueOf(value)).isNotEmpty().isASCII();
            dimensions.put(String.valueOf(dimension), String.valueOf(value));
        }
        return new Point(
                name,
                String.valueOf(metric.get("Unit")),
                Map.copyOf(dimensions),
                (Long) Objects.requireNonNull(line.get(name)));
    }

    private static Map<?, ?> object(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        assertThat(value).isInstanceOf(List.class);
        return (List<?>) Objects.requireNonNull(value);
    }
}
