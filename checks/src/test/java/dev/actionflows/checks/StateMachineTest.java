package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.StepType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class StateMachineTest {
    private static final Map<String, Object> TEMPLATE = ProjectFiles.yaml("template.yaml");
    private static final String LAMBDA = "arn:aws:states:::lambda:invoke";

    static Stream<String> machines() {
        return ProjectFiles.namesIn("statemachines").stream()
                .filter(name -> name.endsWith(".asl.json"));
    }

    /** States that call a function. */
    static Stream<Map.Entry<String, Map<String, Object>>> tasks() {
        return allTasks().filter(task -> LAMBDA.equals(task.getValue().get("Resource")));
    }

    static Stream<Map.Entry<String, Map<String, Object>>> allTasks() {
        return machines()
                .flatMap(machine -> states(machine).entrySet().stream())
                .filter(state -> "Task".equals(ProjectFiles.object(state.getValue()).get("Type")))
                .map(state -> Map.entry(state.getKey(), ProjectFiles.object(state.getValue())));
    }

    private static Map<String, Object> states(String machine) {
        return ProjectFiles.object(ProjectFiles.json("statemachines/" + machine).get("States"));
    }

    private static List<?> list(@Nullable Object value) {
        assertThat(value).isInstanceOf(List.class);
        return (List<?>) Objects.requireNonNull(value);
    }

    private static int number(@Nullable Object value) {
        assertThat(value).isInstanceOf(Number.class);
        return ((Number) Objects.requireNonNull(value)).intValue();
    }

    /** The template's resource for a {@code ${…}} substitution of the state machine. */
    private static Map<String, Object> functionOf(String substitution) {
        Map<String, Object> resources = ProjectFiles.object(TEMPLATE.get("Resources"));
        Map<String, Object> machine =
                resources.values().stream()
                        .map(ProjectFiles::object)
                        .filter(it -> "AWS::Serverless::StateMachine".equals(it.get("Type")))
                        .findFirst()
                        .orElseThrow();
        Map<String, Object> substitutions =
                ProjectFiles.object(
                        ProjectFiles.object(machine.get("Properties"))
                                .get("DefinitionSubstitutions"));
        String reference =
                String.valueOf(substitutions.get(substitution))
                        .replaceAll("[^A-Za-z.].*$|\\..*$", "");
        assertThat(resources).as("resource behind " + substitution).containsKey(reference);
        Map<String, Object> function = ProjectFiles.object(resources.get(reference));
        assertThat(function).containsEntry("Type", "AWS::Serverless::Function");
        return ProjectFiles.object(function.get("Properties"));
    }

    @Test
    void there_are_machines_and_tasks_to_check() {
        assertThat(machines()).contains("action-flow.asl.json");
        assertThat(tasks())
                .hasSizeGreaterThanOrEqualTo(
                        Math.toIntExact(
                                Arrays.stream(StepType.values())
                                        .filter(StepType::hasFunction)
                                        .count()));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_task_retries_only_transient_errors(Map.Entry<String, Map<String, Object>> task) {
        assertThat(task.getValue()).containsKey("Retry");
        List<?> retriers = list(task.getValue().get("Retry"));
        List<Object> errors =
                retriers.stream()
                        .flatMap(it -> list(ProjectFiles.object(it).get("ErrorEquals")).stream())
                        .<Object>map(it -> it)
                        .toList();
        assertThat(errors)
                .contains(RetryableStepException.class.getName(), "Lambda.TooManyRequestsException")
                .doesNotContain("States.ALL", "States.TaskFailed");
        for (Object retrier : retriers) {
            assertThat(ProjectFiles.object(retrier))
                    .containsEntry("JitterStrategy", "FULL")
                    .containsKeys("BackoffRate", "IntervalSeconds", "MaxAttempts");
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_task_retries_as_often_as_the_runner_assumes(
            Map.Entry<String, Map<String, Object>> task) {
        List<?> ours =
                list(task.getValue().get("Retry")).stream()
                        .filter(
                                it ->
                                        list(ProjectFiles.object(it).get("ErrorEquals"))
                                                .contains(RetryableStepException.class.getName()))
                        .toList();
        assertThat(ours).hasSize(1);
        assertThat(number(ProjectFiles.object(ours.getFirst()).get("MaxAttempts")))
                .isEqualTo(StepRunner.MAX_RETRIES);
    }

    @ParameterizedTest
    @MethodSource("allTasks")
    void a_task_of_any_kind_is_bounded_retried_and_caught(
            Map.Entry<String, Map<String, Object>> task) {
        assertThat(task.getValue()).containsKeys("TimeoutSeconds", "Retry", "Catch");
        for (Object retrier : list(task.getValue().get("Retry"))) {
            assertThat(List.<Object>copyOf(list(ProjectFiles.object(retrier).get("ErrorEquals"))))
                    .isNotEmpty()
                    .doesNotContain("States.ALL", "States.TaskFailed");
            assertThat(ProjectFiles.object(retrier)).containsEntry("JitterStrategy", "FULL");
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void the_timeouts_match_those_that_leases_assume(Map.Entry<String, Map<String, Object>> task) {
        assertThat(
                        number(
                                ProjectFiles.json("statemachines/action-flow.asl.json")
                                        .get("TimeoutSeconds")))
                .isEqualTo(Math.toIntExact(Run.EXECUTION_TIMEOUT.toSeconds()));
        assertThat(number(functionBehind(task.getValue()).get("Timeout")))
                .isEqualTo(Math.toIntExact(Run.STEP_TIMEOUT.toSeconds()));
    }

    @Test
    void a_retryable_failure_is_not_counted_as_a_killed_execution() {
        Map<String, Object> died =
                ProjectFiles.object(states("action-flow.asl.json").get("StepDied"));
        Map<String, Object> arguments = ProjectFiles.object(died.get("Arguments"));

        assertThat(String.valueOf(arguments.get("UpdateExpression"))).contains("vs :counted");
        assertThat(String.valueOf(arguments.get("ExpressionAttributeValues")))
                .contains(
                        "$states.input.error = '"
                                + RetryableStepException.class.getName()
                                + "' ? '-1' : '0'");
    }

    @Test
    void an_execution_that_reports_its_end_is_not_counted_as_lost() {
        Map<String, Object> died =
                ProjectFiles.object(states("action-flow.asl.json").get("StepDied"));

        // what RunItem stores for a stall
        assertThat(
                        String.valueOf(
                                ProjectFiles.object(died.get("Arguments")).get("UpdateExpression")))
                .contains("REMOVE ls, lu ");
    }

    @Test
    void a_step_begun_before_the_yield_ends_before_the_execution_times_out() {
        long longestRetryDelay =
                tasks().flatMap(task -> list(task.getValue().get("Retry")).stream())
                        .mapToLong(StateMachineTest::totalDelay)
                        .max()
                        .orElseThrow();

        assertThat(Run.YIELD_AFTER.plusSeconds(longestRetryDelay).plus(Run.STEP_TIMEOUT))
                .isLessThanOrEqualTo(Run.EXECUTION_TIMEOUT);
    }

    /** The sum of all delays of a retrier, in seconds. */
    private static long totalDelay(Object retrier) {
        Map<String, Object> fields = ProjectFiles.object(retrier);
        double delay = number(fields.get("IntervalSeconds"));
        double all = 0;
        for (int attempt = 0; attempt < number(fields.get("MaxAttempts")); attempt++) {
            all += Math.min(delay, number(fields.get("MaxDelaySeconds")));
            delay *= number(fields.get("BackoffRate"));
        }
        return (long) Math.ceil(all);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_task_that_fails_ends_its_execution(Map.Entry<String, Map<String, Object>> task) {
        assertThat(task.getValue()).containsKey("Catch");
        Object catcher = list(task.getValue().get("Catch")).getLast();
        assertThat(list(ProjectFiles.object(catcher).get("ErrorEquals")))
                .singleElement()
                .isEqualTo("States.ALL");
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_tasks_timeout_exceeds_its_functions_timeout(
            Map.Entry<String, Map<String, Object>> task) {
        assertThat(number(task.getValue().get("TimeoutSeconds")))
                .isGreaterThan(number(functionBehind(task.getValue()).get("Timeout")));
    }

    private static Map<String, Object> functionBehind(Map<String, Object> task) {
        Map<String, Object> arguments = ProjectFiles.object(task.get("Arguments"));
        String name = String.valueOf(arguments.get("FunctionName"));
        assertThat(name).as("function of a task").matches("\\$\\{\\w+}");
        return functionOf(name.substring(2, name.length() - 1));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_transition_has_a_target_and_every_state_is_reachable(String machine) {
        String text = ProjectFiles.text("statemachines/" + machine);
        Map<String, Object> states = states(machine);
        for (String state : states.keySet()) {
            assertThat(text)
                    .containsPattern("\"(Next|StartAt|Default)\"\\s*:\\s*\"" + state + "\"");
        }
        java.util.regex.Matcher targets =
                java.util.regex.Pattern.compile("\"(?:Next|StartAt|Default)\"\\s*:\\s*\"([^\"]+)\"")
                        .matcher(text);
        while (targets.find()) {
            assertThat(states).containsKey(targets.group(1));
        }
    }

    @Test
    void every_step_type_with_a_function_has_its_route() {
        Map<String, Object> route =
                ProjectFiles.object(states("action-flow.asl.json").get("Route"));
        String choices = String.valueOf(route.get("Choices"));
        assertThat(StepType.values())
                .allSatisfy(
                        type ->
                                assertThat(choices.contains("'" + type.wireName() + "'"))
                                        .as(type.wireName())
                                        .isEqualTo(type.hasFunction()));
    }
}
