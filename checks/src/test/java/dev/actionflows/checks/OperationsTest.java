package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Metric;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The operational requirements of a deployment: logs, alarms, queues, permissions. */
class OperationsTest {
    private static final String TEXT = ProjectFiles.text("template.yaml");
    private static final Map<String, Object> TEMPLATE = ProjectFiles.yaml("template.yaml");
    private static final Map<String, Object> RESOURCES =
            ProjectFiles.object(TEMPLATE.get("Resources"));

    /** More alarms would cost more than they are worth. */
    private static final int MAX_ALARMS = 36;

    /**
     * A schedule whose next invocation does everything that a lost one would have done.
     *
     * @param alarm raised if the function stops reporting
     */
    private record Repeated(String rate, String alarm) {}

    private static final Map<String, Repeated> REPEATED =
            Map.of(
                    "SweepSchedule",
                    new Repeated("rate(1 minute)", "SweeperSilent"),
                    "InstagramTokenSchedule",
                    new Repeated("rate(15 minutes)", "InstagramAccountsFailing"),
                    "ReleaseWatchSchedule",
                    new Repeated("rate(15 minutes)", "ReleasesUnwatched"));

    /** CloudWatch's limit for an alarm on an expression. */
    private static final int MAX_METRICS_OF_AN_ALARM = 10;

    /** SAM's policy templates that grant access to a single named resource only. */
    private static final Set<String> EXACT_POLICIES =
            Set.of(
                    "KMSDecryptPolicy",
                    "SQSPollerPolicy",
                    "SQSSendMessagePolicy",
                    "StepFunctionsExecutionPolicy");

    /** A metric that an alarm or the dashboard uses. */
    record Watched(String namespace, String name, Map<String, String> dimensions) {}

    static Stream<String> functions() {
        return ofType("AWS::Serverless::Function");
    }

    static Stream<String> logGroups() {
        return ofType("AWS::Logs::LogGroup");
    }

    static Stream<String> queues() {
        return ofType("AWS::SQS::Queue");
    }

    static Stream<String> schedules() {
        return ofType("AWS::Scheduler::Schedule");
    }

    static Stream<String> alarms() {
        return ofType("AWS::CloudWatch::Alarm");
    }

    private static Stream<String> ofType(String type) {
        return RESOURCES.entrySet().stream()
                .filter(it -> type.equals(ProjectFiles.object(it.getValue()).get("Type")))
                .map(Map.Entry::getKey);
    }

    private static Map<String, Object> properties(String resource) {
        assertThat(RESOURCES).containsKey(resource);
        return ProjectFiles.object(ProjectFiles.object(RESOURCES.get(resource)).get("Properties"));
    }

    private static Map<String, Object> functionDefaults() {
        return ProjectFiles.object(ProjectFiles.object(TEMPLATE.get("Globals")).get("Function"));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
    }

    private static Map<String, String> dimensions(@Nullable Object value) {
        return list(value).stream()
                .map(ProjectFiles::object)
                .collect(
                        Collectors.toMap(
                                it -> String.valueOf(it.get("Name")),
                                it -> String.valueOf(it.get("Value"))));
    }

    private static Watched metric(Map<String, Object> stated) {
        return new Watched(
                String.valueOf(stated.get("Namespace")),
                String.valueOf(stated.get("MetricName")),
                dimensions(stated.get("Dimensions")));
    }

    private static List<Watched> metricsOf(String alarm) {
        Map<String, Object> properties = properties(alarm);
        if (!properties.containsKey("Metrics")) {
            return List.of(metric(properties));
        }
        return list(properties.get("Metrics")).stream()
                .map(ProjectFiles::object)
                .filter(it -> it.containsKey("MetricStat"))
                .map(it -> ProjectFiles.object(it.get("MetricStat")))
                .map(it -> metric(ProjectFiles.object(it.get("Metric"))))
                .toList();
    }

    private static Metric emitted(String name) {
        return Arrays.stream(Metric.values())
                .filter(it -> it.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody emits " + name));
    }

    private static Set<String> watched(String namespace, String metric, String dimension) {
        return alarms().flatMap(alarm -> metricsOf(alarm).stream())
                .filter(it -> it.namespace().equals(namespace) && it.name().equals(metric))
                .map(it -> String.valueOf(it.dimensions().get(dimension)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The dead-letter queues of other queues and of schedules. */
    private static Set<String> deadLetterQueues() {
        // The first is the property of queues, the second that of schedules.
        return Pattern.compile(
                        "(?:deadLetterTargetArn|DeadLetterConfig:[\\s{]*Arn): !GetAtt (\\w+)\\.Arn")
                .matcher(TEXT)
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Map<String, Object>> widgets() {
        return ofType("AWS::CloudWatch::Dashboard")
                .map(it -> Json.readObject(String.valueOf(properties(it).get("DashboardBody"))))
                .flatMap(it -> list(it.get("widgets")).stream())
                .map(it -> ProjectFiles.object(ProjectFiles.object(it).get("properties")));
    }

    /** The rows of the widgets' metrics; rows with an expression are maps. */
    private static Stream<List<?>> rows() {
        return widgets().flatMap(it -> list(it.get("metrics")).stream()).map(OperationsTest::list);
    }

    private static Stream<Watched> metricsOfTheDashboard() {
        return rows().filter(row -> row.getFirst() instanceof String)
                .map(
                        row -> {
                            List<String> texts =
                                    row.stream()
                                            .filter(String.class::isInstance)
                                            .map(String.class::cast)
                                            .toList();
                            Map<String, String> dimensions =
                                    IntStream.iterate(2, i -> i + 1 < texts.size(), i -> i + 2)
                                            .boxed()
                                            .collect(
                                                    Collectors.toMap(
                                                            texts::get, i -> texts.get(i + 1)));
                            return new Watched(texts.get(0), texts.get(1), dimensions);
                        });
    }

    private static Stream<String> searchesOfTheDashboard() {
        return rows().filter(row -> row.getFirst() instanceof Map)
                .map(row -> String.valueOf(ProjectFiles.object(row.getFirst()).get("expression")));
    }

    @Test
    void there_is_something_to_check() {
        assertThat(functions()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(schedules()).isNotEmpty();
        assertThat(queues()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(alarms()).hasSizeBetween(10, MAX_ALARMS);
        assertThat(widgets()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(deadLetterQueues()).isNotEmpty();
        assertThat(searchesOfTheDashboard()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void every_function_has_its_own_log_group(String function) {
        Map<String, Object> logging =
                ProjectFiles.object(properties(function).get("LoggingConfig"));
        String group = String.valueOf(logging.get("LogGroup"));
        assertThat(logGroups()).contains(group);
        assertThat(
                        functions()
                                .map(it -> properties(it).get("LoggingConfig"))
                                .filter(logging::equals))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("logGroups")
    void a_log_group_is_encrypted_and_has_a_retention_period(String group) {
        assertThat(properties(group))
                .containsEntry("RetentionInDays", "LogRetentionDays")
                .containsEntry("KmsKeyId", "OperationsKey.Arn");
        // The key's policy allows encryption for these only.
        assertThat(String.valueOf(properties(group).get("LogGroupName")))
                .matches(
                        Pattern.quote("/${AWS::StackName}/")
                                + ".+|"
                                + Pattern.quote("/aws/vendedlogs/states/${AWS::StackName}-")
                                + ".+");
    }

    @ParameterizedTest
    @MethodSource("functions")
    void every_function_has_its_own_role_with_exact_permissions(String function) {
        Map<String, Object> properties = properties(function);
        // Without a named role, SAM creates one for each function.
        assertThat(properties).doesNotContainKey("Role").containsKey("Policies");
        for (Object policy : list(properties.get("Policies"))) {
            assertThat(policy).as("no managed policy").isInstanceOf(Map.class);
            Set<String> kinds = new TreeSet<>(ProjectFiles.object(policy).keySet());
            if (!kinds.equals(Set.of("Statement"))) {
                assertThat(EXACT_POLICIES).containsAll(kinds);
            }
        }
    }

    @Test
    void a_wildcard_in_a_policy_has_a_comment_with_its_reason() {
        List<String> lines = TEXT.lines().toList();
        Pattern wildcard =
                Pattern.compile("\\s*(?:- |Action: |Resource: |Principal: )(?:\"\\*\"|\\w+:\\*)");
        List<String> without = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (wildcard.matcher(lines.get(i)).matches()) {
                int statement = i;
                while (!lines.get(statement).strip().matches("- (Effect|Sid): .*")) {
                    statement--;
                }
                if (!lines.get(statement - 1).strip().startsWith("# ")) {
                    without.add("line " + (i + 1) + ":" + lines.get(i));
                }
            }
        }
        assertThat(lines).anyMatch(it -> wildcard.matcher(it).matches());
        assertThat(without).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Errors", "Throttles"})
    void every_function_has_alarms_and_dashboard_metrics(String metric) {
        assertThat(watched("AWS/Lambda", metric, "FunctionName"))
                .containsExactlyInAnyOrderElementsOf(functions().toList());
        assertThat(
                        metricsOfTheDashboard()
                                .filter(it -> it.name().equals(metric))
                                .map(it -> it.dimensions().get("FunctionName")))
                .containsExactlyInAnyOrderElementsOf(
                        functions().map(it -> "${" + it + "}").toList());
    }

    /** Emulators do not require it; on AWS the gateway responds with 500 without it. */
    @Test
    void the_gateway_may_invoke_each_function_for_all_its_paths() {
        Map<String, Object> paths =
                ProjectFiles.object(ProjectFiles.json("gateway/target/gateway.json").get("paths"));
        List<String> unanswered = new ArrayList<>();
        paths.forEach(
                (path, item) ->
                        ProjectFiles.object(item)
                                .forEach(
                                        (method, operation) -> {
                                            String request = method.toUpperCase(Locale.ROOT) + path;
                                            if (!isPermitted(request, functionOf(operation))) {
                                                unanswered.add(request);
                                            }
                                        }));
        assertThat(paths).hasSizeGreaterThan(30);
        assertThat(unanswered).isEmpty();
        assertThat(isPermitted("GET/v1/flows", "SendTextFunction.Alias")).isFalse();
    }

    private static String functionOf(Object operation) {
        Matcher alias = Pattern.compile("\\w+\\.Alias").matcher(operation.toString());
        assertThat(alias.find()).isTrue();
        return alias.group();
    }

    private static boolean isPermitted(String request, String function) {
        return ofType("AWS::Lambda::Permission")
                .map(OperationsTest::properties)
                .filter(it -> function.equals(it.get("FunctionName")))
                .map(it -> String.valueOf(it.get("SourceArn")).split("\\$\\{StageName}/", -1)[1])
                .anyMatch(
                        allowed ->
                                request.matches(Pattern.quote(allowed).replace("*", "\\E.*\\Q")));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void a_queue_is_encrypted_and_has_a_dead_letter_queue(String queue) {
        assertThat(properties(queue)).containsEntry("SqsManagedSseEnabled", true);
        if (!deadLetterQueues().contains(queue)) {
            assertThat(properties(queue)).containsKey("RedrivePolicy");
        }
    }

    /**
     * EventBridge Scheduler invokes within a minute of the scheduled time, so that two scheduled
     * sweeps can be two minutes apart. Source: EventBridge Scheduler User Guide, "Schedule types".
     */
    @Test
    void overdue_runs_are_reported_within_five_minutes() {
        int maxSweepInterval = 120;
        int cloudWatchDelay = 30;

        Map<String, Object> late = properties("DueRunsLate");
        assertThat(late).containsEntry("Statistic", "Maximum");
        assertThat(
                        number(late, "Threshold")
                                + maxSweepInterval
                                + evaluatedFor(late)
                                + cloudWatchDelay)
                .isLessThanOrEqualTo(300);

        // found by any sweep, then reported by a scheduled one
        Map<String, Object> setAside = properties("RunsSetAside");
        assertThat(setAside).containsEntry("Statistic", "Maximum");
        assertThat(
                        RunSweeper.FURTHER_SWEEPS.getFirst().toSeconds()
                                + maxSweepInterval
                                + evaluatedFor(setAside)
                                + cloudWatchDelay)
                .isLessThanOrEqualTo(300);

        Map<String, Object> sweeperSilent = properties("SweeperSilent");
        assertThat(sweeperSilent).containsEntry("TreatMissingData", "breaching");
        assertThat(maxSweepInterval + evaluatedFor(sweeperSilent)).isLessThanOrEqualTo(300);
        assertThat(evaluatedFor(sweeperSilent)).isGreaterThan(maxSweepInterval);
    }

    /** The longest time, in seconds, until all evaluated periods of an alarm are breaching. */
    private static int evaluatedFor(Map<String, Object> alarm) {
        return number(alarm, "Period") * number(alarm, "EvaluationPeriods");
    }

    private static int number(Map<String, Object> properties, String name) {
        return Integer.parseInt(String.valueOf(properties.get(name)));
    }

    @Test
    void every_dead_letter_queue_has_an_alarm() {
        assertThat(watched("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"))
                .containsAll(deadLetterQueues().stream().map(it -> it + ".QueueName").toList());
    }

    @Test
    void the_inbox_shows_every_dead_letter_queue() {
        Matcher shown =
                Pattern.compile("(\\w+)DeadLetters=\\$\\{(\\w+)}")
                        .matcher(
                                String.valueOf(
                                        DeployedFunctions.variables("FlowsApiFunction")
                                                .get("DEAD_LETTER_QUEUES")));
        assertThat(shown.results())
                .allSatisfy(it -> assertThat(it.group(2)).isEqualTo(it.group(1) + "Dead"))
                .extracting(it -> it.group(2))
                .containsExactlyInAnyOrderElementsOf(deadLetterQueues());
    }

    /** The contents of the queues, including detected releases, are trusted. */
    @Test
    void no_external_request_reaches_a_queue_or_its_consumer() {
        List<String> readers =
                ofType("AWS::Lambda::EventSourceMapping")
                        .map(source -> String.valueOf(properties(source).get("FunctionName")))
                        .map(alias -> alias.replace(".Alias", ""))
                        .toList();
        assertThat(readers)
                .containsExactlyInAnyOrder(
                        "RunStarterFunction",
                        "ReleaseDetectedFunction",
                        "OutcomeEventsFunction",
                        "CatalogMatcherFunction",
                        "EmailEventsFunction",
                        "SmsEventsFunction",
                        "EraserFunction",
                        "UsageRollUpFunction",
                        "WebhookOutboxFunction",
                        "WebhookDelivererFunction");
        assertThat(ProjectFiles.text("openapi.yaml"))
                .contains("FlowsApiFunction")
                .doesNotContain(readers)
                .doesNotContain(queues().toList())
                .doesNotContain(":sqs:");
        assertThat(readers)
                .allSatisfy(
                        reader ->
                                assertThat(properties(reader))
                                        .doesNotContainKeys("Events", "FunctionUrlConfig"));
        assertThat(ofType("AWS::Lambda::Permission"))
                .isNotEmpty()
                .allSatisfy(
                        permission ->
                                assertThat(properties(permission).toString())
                                        .doesNotContain(readers));
        // only the event bus, for one rule, and one topic
        assertThat(ofType("AWS::SQS::QueuePolicy"))
                .allSatisfy(
                        policy ->
                                assertThat(String.valueOf(properties(policy).get("PolicyDocument")))
                                        .containsPattern("Service=(events|sns)\\.amazonaws\\.com")
                                        .contains("aws:SourceArn=")
                                        .doesNotContain("Principal=*")
                                        .doesNotContain("AWS="));
    }

    /** What is published to the topic is trusted like the contents of the queues. */
    @Test
    void only_the_sms_service_of_this_account_publishes_to_the_topic_of_texts() {
        assertThat(ofType("AWS::SNS::TopicPolicy"))
                .isNotEmpty()
                .allSatisfy(
                        policy ->
                                assertThat(String.valueOf(properties(policy).get("PolicyDocument")))
                                        .contains("Service=sms-voice.amazonaws.com")
                                        .contains("aws:SourceAccount=")
                                        .doesNotContain("Principal=*")
                                        .doesNotContain("AWS="));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void a_schedule_is_enabled_and_has_a_dead_letter_queue_or_an_alarm_for_silence(
            String schedule) {
        assertThat(properties(schedule).getOrDefault("State", "ENABLED")).isEqualTo("ENABLED");
        Map<String, Object> target = ProjectFiles.object(properties(schedule).get("Target"));
        if (!target.containsKey("DeadLetterConfig")) {
            Repeated repeated = Optional.ofNullable(REPEATED.get(schedule)).orElseThrow();
            assertThat(properties(schedule)).containsEntry("ScheduleExpression", repeated.rate());
            assertThat(properties(repeated.alarm())).containsEntry("TreatMissingData", "breaching");
        }
    }

    @ParameterizedTest
    @MethodSource("alarms")
    void an_alarm_notifies_and_says_what_to_do(String alarm) {
        assertThat(properties(alarm))
                .containsEntry("AlarmActions", List.of("AlarmTopic"))
                .containsEntry("OKActions", List.of("AlarmTopic"))
                .containsKeys("AlarmDescription", "TreatMissingData", "DatapointsToAlarm");
        assertThat(metricsOf(alarm)).hasSizeBetween(1, MAX_METRICS_OF_AN_ALARM);
        assertThat(ProjectFiles.text("docs/operations.md")).contains("### " + alarm + "\n");
    }

    @Test
    void alarms_and_dashboard_use_only_emitted_metrics() {
        List<Watched> ours =
                Stream.concat(
                                alarms().map(OperationsTest::metricsOf).flatMap(Collection::stream),
                                metricsOfTheDashboard())
                        .filter(it -> it.namespace().equals(Metric.NAMESPACE))
                        .toList();
        assertThat(ours).hasSizeGreaterThan(10);
        for (Watched watched : ours) {
            // CloudWatch ignores their order.
            assertThat(emitted(watched.name()).dimensions())
                    .as(watched.name())
                    .extracting(Set::copyOf)
                    .contains(watched.dimensions().keySet());
        }
    }

    @Test
    void dashboard_searches_use_only_emitted_metrics() {
        Pattern search =
                Pattern.compile(
                        "SEARCH\\('\\{ActionFlows,([\\w,]+)} MetricName=\"(\\w+)\""
                                + " Deployment=\"\\$\\{AWS::StackName}\"', 'Sum', 300\\)");
        assertThat(searchesOfTheDashboard())
                .allSatisfy(
                        expression -> {
                            Matcher found = search.matcher(expression);
                            assertThat(found.matches()).as(expression).isTrue();
                            assertThat(emitted(found.group(2)).dimensions())
                                    .as(found.group(2))
                                    .contains(List.of(found.group(1).split(",", -1)));
                        });
    }

    @Test
    void every_emitted_metric_is_used() {
        String dashboard =
                ofType("AWS::CloudWatch::Dashboard")
                        .map(it -> String.valueOf(properties(it).get("DashboardBody")))
                        .collect(Collectors.joining());
        assertThat(Metric.values())
                .extracting(Metric::wireName)
                .allSatisfy(name -> assertThat(dashboard).containsPattern("\"" + name + "\\b"));
    }

    @Test
    void every_invocation_and_every_execution_is_traced() {
        assertThat(functionDefaults()).containsEntry("Tracing", "Active");
        assertThat(functions().filter(it -> properties(it).containsKey("Tracing"))).isEmpty();
        assertThat(ofType("AWS::Serverless::StateMachine"))
                .isNotEmpty()
                .allSatisfy(
                        it ->
                                assertThat(properties(it))
                                        .containsEntry("Tracing", Map.of("Enabled", true)));
    }

    /**
     * API Gateway's traces and logs would contain each URL with its query (tokens of pages, codes
     * of providers) and the IP address of the fan's device.
     */
    @Test
    void the_gateway_neither_logs_nor_traces_requests() {
        assertThat(ofType("AWS::Serverless::Api")).isNotEmpty();
        assertThat(String.valueOf(ProjectFiles.object(TEMPLATE.get("Globals")).get("Api")))
                .doesNotContain("Tracing", "AccessLog", "MethodSettings");
        assertThat(ofType("AWS::Serverless::Api"))
                .allSatisfy(
                        it ->
                                assertThat(properties(it))
                                        .containsEntry("TracingEnabled", false)
                                        .doesNotContainKeys(
                                                "AccessLogSetting",
                                                "MethodSettings",
                                                "CanarySetting"));
    }

    /** The input and output of states contain a run's data; their names do not. */
    @Test
    void execution_logs_contain_no_data() {
        assertThat(ofType("AWS::Serverless::StateMachine"))
                .allSatisfy(
                        it ->
                                assertThat(ProjectFiles.object(properties(it).get("Logging")))
                                        .containsEntry("IncludeExecutionData", false));
    }

    /** A layer or a wrapper could trace a function's calls with their URLs and queries. */
    @Test
    void no_layer_or_wrapper_is_attached_to_a_function() {
        assertThat(TEXT)
                .doesNotContain("Layers:", "AWS_LAMBDA_EXEC_WRAPPER", "JAVA_TOOL_OPTIONS", "OTEL_");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_table_is_encrypted_and_has_point_in_time_recovery(String table) {
        assertThat(properties(table))
                .containsEntry("SSESpecification", Map.of("SSEEnabled", true))
                .containsEntry(
                        "PointInTimeRecoverySpecification",
                        Map.of("PointInTimeRecoveryEnabled", true));
    }

    static Stream<String> tables() {
        return ofType("AWS::DynamoDB::Table");
    }
}
