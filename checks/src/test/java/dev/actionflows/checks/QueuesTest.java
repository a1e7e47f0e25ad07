package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Neither a busy sender nor a burst of messages exhausts the concurrency that others need. */
class QueuesTest {
    /** The minimum that AWS accepts for a maximum concurrency. */
    private static final int MIN_CONCURRENCY = 2;

    private static final Pattern SEND =
            Pattern.compile("\\.sendMessage\\(|SendMessageBatchRequestEntry\\.builder\\(\\)");

    private static final Map<String, Object> TEMPLATE = ProjectFiles.yaml("template.yaml");

    private static Stream<Map<String, Object>> ofType(String type) {
        return ProjectFiles.object(TEMPLATE.get("Resources")).values().stream()
                .map(ProjectFiles::object)
                .filter(it -> type.equals(it.get("Type")))
                .map(it -> ProjectFiles.object(it.get("Properties")));
    }

    private static Stream<Map<String, Object>> queueConsumers() {
        return ofType("AWS::Lambda::EventSourceMapping").filter(it -> !readsStream(it));
    }

    private static boolean readsStream(Map<String, Object> source) {
        return String.valueOf(source.get("EventSourceArn")).endsWith(".StreamArn");
    }

    /**
     * What a function writes is counted by differences, so an update of the stack changes first
     * what counts.
     */
    @Test
    void every_function_is_updated_after_what_counts_its_writes() {
        assertThat(ProjectFiles.object(TEMPLATE.get("Resources")))
                .allSatisfy(
                        (name, resource) -> {
                            Map<String, Object> it = ProjectFiles.object(resource);
                            if ("AWS::Serverless::Function".equals(it.get("Type"))
                                    && !name.equals("UsageRollUpFunction")) {
                                assertThat(String.valueOf(it.get("DependsOn")))
                                        .as("%s", name)
                                        .contains("UsageRollUpSource");
                            }
                        });
    }

    /**
     * Usage is exact only if the event names the shard, changes come one batch after the other, and
     * none is skipped; see docs/adr/0048.
     */
    @Test
    void the_stream_is_read_in_order_and_by_shard_and_nothing_is_skipped() {
        assertThat(streamConsumers("UsageRollUpFunction"))
                .singleElement()
                .satisfies(
                        source -> {
                            assertThat(source)
                                    .containsKey("TumblingWindowInSeconds")
                                    .doesNotContainKeys(
                                            "FunctionResponseTypes", "DestinationConfig");
                            assertThat(source.get("StartingPosition")).isEqualTo("TRIM_HORIZON");
                            for (String unlimited :
                                    List.of("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")) {
                                assertThat(String.valueOf(source.get(unlimited))).isEqualTo("-1");
                            }
                            assertThat(String.valueOf(source.get("ParallelizationFactor")))
                                    .isEqualTo("1");
                        });
        assertThat(
                        ofType("AWS::DynamoDB::Table")
                                .filter(table -> table.containsKey("StreamSpecification")))
                .singleElement()
                .satisfies(
                        table ->
                                assertThat(table.get("StreamSpecification"))
                                        .isEqualTo(Map.of("StreamViewType", "NEW_AND_OLD_IMAGES")));
    }

    private static Stream<Map<String, Object>> streamConsumers(String function) {
        return ofType("AWS::Lambda::EventSourceMapping")
                .filter(QueuesTest::readsStream)
                .filter(it -> String.valueOf(it.get("FunctionName")).startsWith(function));
    }

    /**
     * What webhooks report needs no order, but nothing may be skipped. Source: Amazon DynamoDB
     * Developer Guide, "DynamoDB Streams quotas": no more than two processes should read a shard.
     */
    @Test
    void the_stream_has_one_other_consumer_which_skips_nothing() {
        assertThat(streamConsumers("")).hasSize(2);
        assertThat(streamConsumers("WebhookOutboxFunction"))
                .singleElement()
                .satisfies(
                        source -> {
                            assertThat(source)
                                    .doesNotContainKeys(
                                            "FunctionResponseTypes", "DestinationConfig");
                            assertThat(source.get("StartingPosition")).isEqualTo("TRIM_HORIZON");
                            for (String unlimited :
                                    List.of("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")) {
                                assertThat(String.valueOf(source.get(unlimited))).isEqualTo("-1");
                            }
                        });
    }

    /**
     * A dead letter is an alarm until somebody removes it, for which one refusal is no reason.
     * Source: EventBridge Scheduler API Reference, "RetryPolicy": an event is at least 60 s old
     * before it is given up.
     */
    @Test
    void a_schedule_with_a_dead_letter_queue_tries_again() {
        assertThat(
                        ofType("AWS::Scheduler::Schedule")
                                .map(it -> ProjectFiles.object(it.get("Target")))
                                .filter(target -> target.containsKey("DeadLetterConfig")))
                .isNotEmpty()
                .allSatisfy(
                        target -> {
                            Map<String, Object> retries =
                                    ProjectFiles.object(target.get("RetryPolicy"));
                            assertThat(value(retries, "MaximumRetryAttempts")).isPositive();
                            assertThat(value(retries, "MaximumEventAgeInSeconds"))
                                    .isGreaterThanOrEqualTo(60);
                        });
    }

    /**
     * The source of a consumer waits for seconds before it calls, so that the first run after quiet
     * hours and its call may be counted in different periods. What is lost after a day is found out
     * within a third of it.
     */
    @Test
    void one_run_without_its_call_is_no_consumer_that_has_stopped() {
        for (String name : List.of("UsageStopped", "WebhooksStopped")) {
            Map<String, Object> alarm =
                    ProjectFiles.object(
                            ProjectFiles.object(
                                            ProjectFiles.object(TEMPLATE.get("Resources"))
                                                    .get(name))
                                    .get("Properties"));
            int periods = value(alarm, "EvaluationPeriods");
            assertThat(value(alarm, "DatapointsToAlarm")).as(name).isEqualTo(periods).isEqualTo(2);
            List<?> metrics = (List<?>) alarm.get("Metrics");
            assertThat(metrics)
                    .map(ProjectFiles::object)
                    .filteredOn(it -> it.containsKey("MetricStat"))
                    .hasSize(2)
                    .allSatisfy(
                            it ->
                                    assertThat(
                                                    periods
                                                            * value(
                                                                    ProjectFiles.object(
                                                                            it.get("MetricStat")),
                                                                    "Period"))
                                            .isLessThanOrEqualTo(8 * 3600));
        }
    }

    private static int value(Map<String, Object> properties, String name) {
        return Integer.parseInt(String.valueOf(properties.get(name)));
    }

    @Test
    void a_queue_consumer_has_a_maximum_concurrency() {
        List<Map<String, Object>> sources = queueConsumers().toList();
        assertThat(sources)
                .isNotEmpty()
                .allSatisfy(
                        source -> {
                            String maximum =
                                    String.valueOf(
                                            ProjectFiles.object(source.get("ScalingConfig"))
                                                    .get("MaximumConcurrency"));
                            assertThat(value(maximum)).isGreaterThanOrEqualTo(MIN_CONCURRENCY);
                        });
        // SAM creates event sources, too.
        assertThat(ofType("AWS::Serverless::Function"))
                .allSatisfy(
                        function ->
                                assertThat(String.valueOf(function.get("Events")))
                                        .doesNotContain("Type=SQS"));
    }

    /**
     * Source: AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source
     * mapping": at least six times the function's timeout, plus the batching window.
     */
    @Test
    void the_visibility_timeout_outlasts_the_consumer_function() {
        Map<String, Object> resources = ProjectFiles.object(TEMPLATE.get("Resources"));
        assertThat(queueConsumers())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(
                        source -> {
                            String name = String.valueOf(source.get("EventSourceArn"));
                            Map<String, Object> queue =
                                    ProjectFiles.object(
                                            ProjectFiles.object(
                                                            resources.get(name.replace(".Arn", "")))
                                                    .get("Properties"));
                            String reader =
                                    String.valueOf(source.get("FunctionName"))
                                            .replace(".Alias", "");
                            long window =
                                    Long.parseLong(
                                            String.valueOf(
                                                    source.getOrDefault(
                                                            "MaximumBatchingWindowInSeconds", 0)));
                            assertThat(
                                            Long.parseLong(
                                                    String.valueOf(queue.get("VisibilityTimeout"))))
                                    .isGreaterThanOrEqualTo(
                                            6 * DeployedFunctions.timeout(reader).toSeconds()
                                                    + window);
                        });
    }

    /** A number, or the default and the minimum of the named parameter. */
    private static int value(String stated) {
        if (stated.matches("[0-9]+")) {
            return Integer.parseInt(stated);
        }
        Map<String, Object> parameters = ProjectFiles.object(TEMPLATE.get("Parameters"));
        assertThat(parameters).containsKey(stated);
        Map<String, Object> parameter = ProjectFiles.object(parameters.get(stated));
        assertThat(parameter).containsEntry("MinValue", MIN_CONCURRENCY);
        return Integer.parseInt(String.valueOf(parameter.get("Default")));
    }

    @Test
    void every_message_names_its_message_group() {
        int sends = 0;
        for (Path file : mainSources()) {
            String source = ProjectFiles.text(file.toString());
            Matcher send = SEND.matcher(source);
            while (send.find()) {
                sends++;
                assertThat(source.substring(send.start(), endOfStatement(source, send.start())))
                        .as("%s", file)
                        .contains(".messageGroupId(");
            }
        }
        assertThat(sends).isGreaterThanOrEqualTo(3);
    }

    private static int endOfStatement(String source, int from) {
        return source.indexOf(';', from);
    }

    private static List<Path> mainSources() {
        return ProjectFiles.written().stream()
                .filter(file -> file.startsWith("shared") || file.startsWith("functions"))
                .filter(file -> file.toString().contains("src/main/java"))
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }
}
