package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.StepType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class StateMachineTest {
    private static final Map<String, Object> TEMPLATE = ProjectFiles.yaml("template.yaml");
    private static final String LAMBDA = "arn:aws:states:::lambda:invoke";
    private static final String STEPS = "action-flow.asl.json";
    private static final String REPLAY = "replay.asl.json";
    private static final String RELEASE_DAY = "release-day.asl.json";
    private static final String ANY_ERROR = "States.ALL";

    /**
     * Errors that Step Functions itself reports. Source: AWS Step Functions Developer Guide,
     * "Handling errors", and Amazon States Language, appendix A; the latter says that other names
     * must not begin with "States.".
     */
    private static final Set<String> STATES_ERRORS =
            Set.of(
                    ANY_ERROR,
                    "States.BranchFailed",
                    "States.DataLimitExceeded",
                    "States.ExceedToleratedFailureThreshold",
                    "States.HeartbeatTimeout",
                    "States.Http.Socket",
                    "States.IntrinsicFailure",
                    "States.ItemReaderFailed",
                    "States.NoChoiceMatched",
                    "States.ParameterPathFailure",
                    "States.Permissions",
                    "States.QueryEvaluationError",
                    "States.ResultPathMatchFailure",
                    "States.ResultWriterFailed",
                    "States.Runtime",
                    "States.TaskFailed",
                    "States.Timeout");

    private static final Pattern STATES_ERROR = Pattern.compile("\"(States\\.[\\w.]+)\"");

    /** What Step Functions permits. Source: AWS Step Functions Developer Guide, "Quotas". */
    private static final int MAX_HISTORY_EVENTS = 25_000;

    /**
     * Of a task that succeeds and the choice behind it: entered, scheduled, started, succeeded,
     * exited; entered, exited.
     */
    private static final int EVENTS_PER_CALL = 7;

    /** Of a map that fails: entered, started, its run started and failed, failed or exited. */
    private static final int EVENTS_PER_MAP_RUN = 5;

    /** Of a wait: entered, exited. */
    private static final int EVENTS_PER_WAIT = 2;

    static Stream<String> machines() {
        return ProjectFiles.namesIn("statemachines").stream()
                .filter(name -> name.endsWith(".asl.json"));
    }

    /** States that call a step's function. */
    static Stream<Map.Entry<String, Map<String, Object>>> tasks() {
        return tasksIn(states(STEPS)).filter(StateMachineTest::callsFunction);
    }

    /** States that call a function, of all machines and their maps. */
    static Stream<Map.Entry<String, Map<String, Object>>> callers() {
        return allTasks().filter(StateMachineTest::callsFunction);
    }

    private static boolean callsFunction(Map.Entry<String, Map<String, Object>> task) {
        return LAMBDA.equals(task.getValue().get("Resource"));
    }

    static Stream<Map.Entry<String, Map<String, Object>>> allTasks() {
        return machines()
                .flatMap(
                        machine ->
                                Stream.concat(
                                        tasksIn(states(machine)),
                                        maps(machine).flatMap(it -> tasksIn(statesInside(it)))));
    }

    private static Stream<Map.Entry<String, Map<String, Object>>> tasksIn(
            Map<String, Object> states) {
        return ofType("Task", states);
    }

    private static Stream<Map.Entry<String, Map<String, Object>>> ofType(
            String type, Map<String, Object> states) {
        return states.entrySet().stream()
                .filter(state -> type.equals(ProjectFiles.object(state.getValue()).get("Type")))
                .map(state -> Map.entry(state.getKey(), ProjectFiles.object(state.getValue())));
    }

    private static Stream<Map<String, Object>> maps(String machine) {
        return ofType("Map", states(machine)).map(Map.Entry::getValue);
    }

    private static Map<String, Object> statesInside(Map<String, Object> map) {
        return ProjectFiles.object(ProjectFiles.object(map.get("ItemProcessor")).get("States"));
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
        Map<String, Object> substitutions = new HashMap<>();
        resources.values().stream()
                .map(ProjectFiles::object)
                .filter(it -> "AWS::Serverless::StateMachine".equals(it.get("Type")))
                .map(it -> ProjectFiles.object(it.get("Properties")))
                .map(it -> ProjectFiles.object(it.get("DefinitionSubstitutions")))
                .forEach(substitutions::putAll);
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
        assertThat(machines()).contains(STEPS, REPLAY, RELEASE_DAY);
        assertThat(callers()).hasSizeGreaterThan(Math.toIntExact(tasks().count()));
        assertThat(tasks())
                .hasSizeGreaterThanOrEqualTo(
                        Math.toIntExact(
                                Arrays.stream(StepType.values())
                                        .filter(StepType::hasFunction)
                                        .count()));
    }

    @Test
    void every_error_that_begins_with_states_is_one_that_step_functions_reports() {
        assertThat(
                        machines()
                                .map(machine -> ProjectFiles.text("statemachines/" + machine))
                                .flatMap(text -> STATES_ERROR.matcher(text).results())
                                .map(found -> found.group(1)))
                .contains(ANY_ERROR)
                .isSubsetOf(STATES_ERRORS);
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
            assertThat(errorsOf(retrier)).isNotEmpty().doesNotContain("States.TaskFailed");
            if (!callsJob(task)) {
                // only their calls may always be repeated
                assertThat(errorsOf(retrier)).doesNotContain(ANY_ERROR);
            }
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

        String retryable =
                "$states.input.error = '" + RetryableStepException.class.getName() + "' ? ";
        assertThat(String.valueOf(arguments.get("UpdateExpression")))
                .startsWith(
                        "{% "
                                + retryable
                                + "'SET dueAt = :now REMOVE ls, lu ADD rv :one, vs :counted' :")
                .as("an execution that has counted itself is not counted again")
                .endsWith(
                        " 'SET dueAt = :now, vs = if_not_exists(vs, :counted) REMOVE ls, lu ADD rv"
                                + " :one' %}");
        assertThat(String.valueOf(arguments.get("ExpressionAttributeValues")))
                .contains(retryable + "'-1' : '1'");
    }

    /** Executions that an earlier version started have neither. */
    @Test
    void each_step_gets_the_outline_of_its_run_and_the_first_one_whether_it_counts() {
        assertThat(stepTasks())
                .isNotEmpty()
                .allSatisfy(
                        task -> {
                            Map<String, Object> payload =
                                    ProjectFiles.object(
                                            ProjectFiles.object(task.get("Arguments"))
                                                    .get("Payload"));
                            assertThat(payload)
                                    .containsEntry(
                                            "outline",
                                            "{% $exists($states.input.outline) ?"
                                                    + " $states.input.outline : null %}")
                                    .containsEntry(
                                            "counted",
                                            "{% $exists($states.input.counted) ?"
                                                    + " $states.input.counted : true %}");
                            assertThat(String.valueOf(task.get("Output")))
                                    .contains("'outline': $states.input.outline");
                        });
    }

    private static List<Map<String, Object>> stepTasks() {
        return states("action-flow.asl.json").values().stream()
                .map(ProjectFiles::object)
                .filter(state -> "arn:aws:states:::lambda:invoke".equals(state.get("Resource")))
                .toList();
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
    @MethodSource("callers")
    void a_task_that_fails_ends_its_execution(Map.Entry<String, Map<String, Object>> task) {
        assertThat(task.getValue()).containsKey("Catch");
        Object catcher = list(task.getValue().get("Catch")).getLast();
        assertThat(list(ProjectFiles.object(catcher).get("ErrorEquals")))
                .singleElement()
                .isEqualTo("States.ALL");
    }

    @ParameterizedTest
    @MethodSource("callers")
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
        checkTransitions(
                ProjectFiles.json("statemachines/" + machine).get("StartAt"), states(machine));
        maps(machine)
                .forEach(
                        map ->
                                checkTransitions(
                                        ProjectFiles.object(map.get("ItemProcessor"))
                                                .get("StartAt"),
                                        statesInside(map)));
    }

    private static void checkTransitions(@Nullable Object start, Map<String, Object> states) {
        Set<String> targets = new TreeSet<>(Set.of(String.valueOf(start)));
        states.values().forEach(state -> addTargets(state, targets));
        assertThat(targets).isEqualTo(new TreeSet<>(states.keySet()));
    }

    /** Except those of states inside a map. */
    private static void addTargets(Object part, Set<String> targets) {
        switch (part) {
            case Map<?, ?> map ->
                    map.forEach(
                            (name, value) -> {
                                if (name.equals("Next") || name.equals("Default")) {
                                    targets.add(String.valueOf(value));
                                } else if (!name.equals("ItemProcessor") && value != null) {
                                    addTargets(value, targets);
                                }
                            });
            case List<?> list -> list.forEach(it -> addTargets(it, targets));
            default -> {}
        }
    }

    /**
     * Source: AWS Step Functions Developer Guide, "Using Map state in Distributed mode": the parent
     * has to be STANDARD. The machine is JSONPath, because one that is JSONata may not have states
     * in JSONPath.
     */
    @Test
    void replays_run_on_a_distributed_map_of_a_standard_machine() {
        checkDistributedMap(REPLAY, "Replay", "ReplayShards");
    }

    @Test
    void release_days_run_on_a_distributed_map_of_a_standard_machine() {
        checkDistributedMap(RELEASE_DAY, "ReleaseDay", "ReleaseDayShards");
    }

    private static void checkDistributedMap(String machine, String name, String label) {
        Map<String, Object> map = maps(machine).findFirst().orElseThrow();
        Map<String, Object> processor =
                ProjectFiles.object(
                        ProjectFiles.object(map.get("ItemProcessor")).get("ProcessorConfig"));
        Map<String, Object> resource =
                ProjectFiles.object(
                        ProjectFiles.object(
                                        ProjectFiles.object(TEMPLATE.get("Resources")).get(name))
                                .get("Properties"));

        assertThat(resource).containsEntry("Type", "STANDARD");
        assertThat(ProjectFiles.json("statemachines/" + machine))
                .doesNotContainKey("QueryLanguage");
        assertThat(processor)
                .containsEntry("Mode", "DISTRIBUTED")
                .containsEntry("ExecutionType", "STANDARD");
        assertThat(map)
                .containsEntry("ItemsPath", "$.shards")
                .containsEntry("ToleratedFailurePercentage", 100L)
                .containsKeys("Retry", "Catch", "MaxConcurrency")
                .doesNotContainKeys("Items", "ItemBatcher", "ItemReader");
        // failed children are tolerated, so a map that fails has not come to them
        assertThat(list(map.get("Retry")))
                .singleElement()
                .satisfies(it -> assertThat(errorsOf(it)).containsExactly(ANY_ERROR));
        // the template's permissions name it
        assertThat(map).containsEntry("Label", label);
        assertThat(label.length()).isLessThanOrEqualTo(40);
    }

    @Test
    void the_history_of_a_replayed_shard_is_bounded() {
        String choices =
                String.valueOf(
                        statesInside(maps(REPLAY).findFirst().orElseThrow()).get("MorePages"));
        Matcher most = Pattern.compile("calls < (\\d+)").matcher(choices);

        assertThat(most.find()).isTrue();
        assertThat(Integer.parseInt(most.group(1)) * EVENTS_PER_CALL)
                .isLessThan(MAX_HISTORY_EVENTS);
    }

    @Test
    void a_release_day_whose_shards_cannot_be_started_goes_on_until_its_time_is_over() {
        Map<String, Object> states = states(RELEASE_DAY);
        Map<String, Object> map = maps(RELEASE_DAY).findFirst().orElseThrow();
        Map<String, Object> wait = ProjectFiles.object(states.get("TryLater"));
        int attempts =
                1
                        + number(
                                ProjectFiles.object(list(map.get("Retry")).getFirst())
                                        .get("MaxAttempts"));
        long rounds =
                ReleaseDayJob.EXECUTION_TIMEOUT.dividedBy(
                        Duration.ofSeconds(number(wait.get("Seconds"))));

        Object caught = list(map.get("Catch")).getFirst();
        assertThat(errorsOf(caught)).containsExactly(ANY_ERROR);
        assertThat(ProjectFiles.object(caught)).containsEntry("Next", "TryLater");
        assertThat(list(ProjectFiles.object(states.get("Ended")).get("Choices")).getLast())
                .asString()
                .contains("'MORE'", "Next=ReleaseDayShards");
        assertThat(wait).containsEntry("Type", "Wait").containsEntry("Next", "Finish");
        assertThat(rounds * (attempts * EVENTS_PER_MAP_RUN + EVENTS_PER_WAIT + EVENTS_PER_CALL))
                .isLessThan(MAX_HISTORY_EVENTS);
    }

    /** A retry adds fewer events than a call, and counts as one. */
    @Test
    void the_history_of_a_shard_on_release_day_is_bounded() {
        Map<String, Object> states = statesInside(maps(RELEASE_DAY).findFirst().orElseThrow());
        Map<String, Object> save = ProjectFiles.object(states.get("SavePage"));
        List<?> choices = list(ProjectFiles.object(states.get("MorePages")).get("Choices"));
        Map<String, Object> tooMany = ProjectFiles.object(choices.get(1));
        Matcher most =
                Pattern.compile("calls >= (\\d+)")
                        .matcher(String.valueOf(tooMany.get("Condition")));
        int retries =
                list(save.get("Retry")).stream()
                        .mapToInt(it -> number(ProjectFiles.object(it).get("MaxAttempts")))
                        .sum();

        assertThat(String.valueOf(choices.getFirst())).contains("'DONE'");
        assertThat(tooMany).containsEntry("Next", "ShardTooLong");
        assertThat(most.find()).isTrue();
        assertThat(
                        (Integer.parseInt(most.group(1)) + retries)
                                * (EVENTS_PER_CALL + EVENTS_PER_WAIT))
                .isLessThan(MAX_HISTORY_EVENTS);
        for (Object part : List.of(save, list(save.get("Catch")).getFirst())) {
            assertThat(String.valueOf(ProjectFiles.object(part).get("Output")))
                    .contains(
                            "'calls': $states.input.calls + 1 +"
                                    + " ($exists($states.context.State.RetryCount) ?"
                                    + " $states.context.State.RetryCount : 0)");
        }
    }

    /** A task's timeout would end the wait for the next pass. */
    @Test
    void a_shard_waits_on_release_day_outside_of_its_task_and_goes_on_whatever_fails() {
        Map<String, Object> states = statesInside(maps(RELEASE_DAY).findFirst().orElseThrow());
        Map<String, Object> save = ProjectFiles.object(states.get("SavePage"));

        assertThat(ProjectFiles.object(states.get("Pause")))
                .containsEntry("Type", "Wait")
                .containsEntry("Seconds", "{% $states.input.seconds %}")
                .containsEntry("Next", "SavePage")
                .doesNotContainKey("TimeoutSeconds");
        assertThat(list(save.get("Catch")))
                .singleElement()
                .satisfies(
                        catcher ->
                                assertThat(String.valueOf(catcher))
                                        .contains("'answer': 'AFTER'", "Next=MorePages"));
    }

    @Test
    void a_replay_ends_before_its_job_counts_as_failed() {
        assertThat(number(ProjectFiles.json("statemachines/" + REPLAY).get("TimeoutSeconds")))
                .isEqualTo(Math.toIntExact(ReplayJob.EXECUTION_TIMEOUT.toSeconds()));
    }

    @Test
    void the_execution_of_a_release_day_ends_before_its_job_counts_as_failed() {
        assertThat(number(ProjectFiles.json("statemachines/" + RELEASE_DAY).get("TimeoutSeconds")))
                .isEqualTo(Math.toIntExact(ReleaseDayJob.EXECUTION_TIMEOUT.toSeconds()));
    }

    private static List<Object> errorsOf(Object retrier) {
        return List.copyOf(list(ProjectFiles.object(retrier).get("ErrorEquals")));
    }

    /** Whether it calls the function of a job, whose calls may always be repeated. */
    private static boolean callsJob(Map.Entry<String, Map<String, Object>> task) {
        String text = String.valueOf(task.getValue());
        return text.contains("${ReplayerFunction}") || text.contains("${ReleaseDayFunction}");
    }

    /**
     * One unexpected error must not end a shard, and a defect must not be repeated for hours.
     * Source: AWS Step Functions Developer Guide, "Handling errors": States.ALL has to be alone,
     * and in the last retrier.
     */
    @Test
    void a_page_is_repeated_a_few_times_after_an_unexpected_error() {
        assertThat(callers().filter(StateMachineTest::callsJob))
                .hasSize(5)
                .allSatisfy(
                        it -> {
                            Object last = list(it.getValue().get("Retry")).getLast();
                            assertThat(errorsOf(last)).containsExactly(ANY_ERROR);
                            assertThat(number(ProjectFiles.object(last).get("MaxAttempts")))
                                    .isBetween(3, 5);
                            assertThat(totalDelay(last)).isBetween(60L, 600L);
                        });
    }

    /** A page may be repeated at any time; a service that is busy must not end a shard. */
    @Test
    void a_page_is_repeated_if_a_service_is_busy() {
        assertThat(callers().filter(StateMachineTest::callsJob))
                .hasSize(5)
                .allSatisfy(
                        it ->
                                assertThat(String.valueOf(it.getValue().get("Retry")))
                                        .contains(
                                                ProblemException.class.getName(),
                                                "Lambda.TooManyRequestsException"));
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
