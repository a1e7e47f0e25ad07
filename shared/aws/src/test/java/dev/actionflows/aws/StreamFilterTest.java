package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.webhook.WebhookSamples;
import dev.actionflows.json.Json;
import dev.actionflows.testkit.ProjectFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The patterns of the template that decide which changes of the table are delivered to be counted.
 * Source: AWS Lambda Developer Guide, "Lambda event filtering".
 */
class StreamFilterTest {
    /** Without a quota increase, an event source has at most five. */
    private static final int MAX_PATTERNS = 5;

    private static final String INSERT = "INSERT";
    private static final String MODIFY = "MODIFY";

    private final Run run = Samples.run();

    private static List<String> patterns() {
        return patterns("UsageRollUpSource");
    }

    private static List<String> patterns(String source) {
        String template = ProjectFile.text("template.yaml");
        String resource = template.substring(template.indexOf("\n  " + source + ":"));
        return Pattern.compile("- Pattern: '(\\{\"eventName\".*})'")
                .matcher(resource.substring(0, resource.indexOf("BatchSize")))
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }

    private static boolean isDelivered(String eventName, Key key) {
        return patterns().stream().anyMatch(it -> matches(it, eventName, key));
    }

    private static boolean isReported(String eventName, Key key, Map<String, String> image) {
        return patterns("WebhookOutboxSource").stream()
                .filter(it -> matchesImage(it, image))
                .anyMatch(it -> matches(it, eventName, key));
    }

    private static boolean matchesImage(String pattern, Map<String, String> image) {
        Map<?, ?> rules =
                Optional.ofNullable(
                                object(Json.readObject(pattern).get("dynamodb")).get("NewImage"))
                        .<Map<?, ?>>map(StreamFilterTest::object)
                        .orElse(Map.of());
        return rules.entrySet().stream()
                .allMatch(
                        rule ->
                                Optional.ofNullable(image.get(String.valueOf(rule.getKey())))
                                        .filter(value -> accepts(rule.getValue(), value))
                                        .isPresent());
    }

    private static boolean accepts(@Nullable Object rule, String value) {
        return list(object(rule).get("S")).equals(List.of(Map.of("exists", true)))
                || matches(rule, value);
    }

    private static boolean matches(String pattern, String eventName, Key key) {
        Map<?, ?> filter = Json.readObject(pattern);
        Map<?, ?> keys = object(object(filter.get("dynamodb")).get("Keys"));
        return list(filter.get("eventName")).contains(eventName)
                && matches(keys.get("pk"), key.pk())
                && (keys.get("sk") == null || matches(keys.get("sk"), key.sk()));
    }

    private static boolean matches(@Nullable Object rule, String value) {
        return list(object(rule).get("S")).stream()
                .anyMatch(
                        it ->
                                it instanceof Map<?, ?> prefix
                                        ? value.startsWith(String.valueOf(prefix.get("prefix")))
                                        : value.equals(it));
    }

    private static Map<?, ?> object(@Nullable Object json) {
        return (Map<?, ?>) Objects.requireNonNull(json);
    }

    private static List<?> list(@Nullable Object json) {
        return (List<?>) Objects.requireNonNull(json);
    }

    @Test
    void what_is_counted_is_delivered() {
        assertThat(patterns()).hasSizeBetween(1, MAX_PATTERNS);
        assertThat(isDelivered(INSERT, Key.run(run.key()))).isTrue();
        assertThat(isDelivered(MODIFY, Key.run(run.key()))).isTrue();
        for (Optional<FlowId> flow : List.of(Optional.<FlowId>empty(), Optional.of(run.flow()))) {
            assertThat(isDelivered(INSERT, Key.event(run.key().project(), run.event().id(), flow)))
                    .isTrue();
        }
        assertThat(isDelivered(MODIFY, Key.link(LinkCode.of("message")))).isTrue();
        assertThat(isDelivered(MODIFY, Key.fan(run.key().project(), run.fan()))).isTrue();
    }

    @Test
    void what_webhooks_report_is_delivered() {
        assertThat(patterns("WebhookOutboxSource")).hasSizeBetween(1, MAX_PATTERNS);
        Key key = Key.run(run.key());
        assertThat(isReported(INSERT, key, Map.of("st", "RUNNING"))).isTrue();
        for (RunStatus status : RunStatus.values()) {
            boolean ends = status != RunStatus.RUNNING && status != RunStatus.WAITING;
            assertThat(isReported(MODIFY, key, Map.of("st", status.name()))).isEqualTo(ends);
        }
        Key profile = Key.fan(run.key().project(), run.fan());
        for (String change : List.of(INSERT, "REMOVE")) {
            assertThat(isReported(change, profile, Map.of())).isTrue();
        }
        assertThat(isReported(MODIFY, profile, Map.of(FanItem.MERGED_INTO, "fan_kept"))).isTrue();
        assertThat(isReported(MODIFY, profile, Map.of("name", "Ada"))).isFalse();
        Key address = Key.identity(run.key().project(), Samples.identity());
        for (String change : List.of(INSERT, MODIFY)) {
            assertThat(isReported(change, address, Map.of())).isTrue();
        }
    }

    /** Reporting is a write itself: delivering it would go on for ever. */
    @Test
    void what_webhooks_store_is_not_delivered() {
        for (Key key :
                List.of(
                        WebhookKeys.webhooks(run.key().project()),
                        WebhookKeys.delivery(
                                WebhookSamples.delivery(
                                                run.key().project(),
                                                WebhookSamples.webhookId(),
                                                Samples.NOW)
                                        .key()))) {
            for (String change : List.of(INSERT, MODIFY)) {
                assertThat(isReported(change, key, Map.of())).isFalse();
                assertThat(isDelivered(change, key)).isFalse();
            }
        }
    }

    /** Counting is a write itself: delivering it would go on for ever. */
    @Test
    void what_the_counting_writes_is_not_delivered() {
        List<Key> written =
                List.of(
                        new Key(Key.fanPartition(run.key().project(), run.fan()), "ACTIONS"),
                        UsageKeys.countedShard("shard"),
                        new Key(
                                UsageKeys.figures(run.key().project(), run.flow(), 1),
                                UsageKeys.TOTAL_PREFIX),
                        new Key(UsageKeys.partition(run.key().project(), "FUNNEL", 1), "PROJECT"));
        for (Key key : written) {
            assertThat(isDelivered(INSERT, key)).as("%s", key).isFalse();
            assertThat(isDelivered(MODIFY, key)).as("%s", key).isFalse();
        }
    }
}
