package dev.actionflows.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.benchmarks.Environments.Invocation;
import dev.actionflows.benchmarks.StandInAws.Call;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts every function of the template like Lambda does, and compares counts with their budgets.
 * Times are measured only on request ({@code cold.starts}), and never asserted.
 *
 * <p>Lambda's runtime client has native code for Linux only.
 */
@EnabledOnOs(OS.LINUX)
class FunctionsIT {
    private static final String INTAKE = "sms-webhook";
    private static final String HELLO = "hello world";
    private static final String BARE_HANDLER = "bare handler";

    /** So many that chance does not make a partition of eight look hot. */
    private static final int FANS = 200;

    private static final int RUNS_TO_WARM_UP = 150;
    private static final int WARM_RUNS = 50;

    private static Measurements measured;

    @BeforeAll
    static void measure() throws InterruptedException {
        Built.functions().forEach(Built.Function::unpack);
        Map<String, List<Duration>> coldStarts = new HashMap<>();
        Map<String, List<Duration>> warm = new HashMap<>();
        try (Deployment deployment = new Deployment()) {
            measured = count(deployment, coldStarts, warm);
            int rounds = Integer.getInteger("cold.starts");
            for (int round = 0; round < rounds; round++) {
                timeColdStarts(deployment, coldStarts);
            }
            if (rounds > 0) {
                timeWarmEvents(deployment, warm);
            }
        }
        measured.write();
    }

    private static Measurements count(
            Deployment deployment,
            Map<String, List<Duration>> coldStarts,
            Map<String, List<Duration>> warm)
            throws InterruptedException {
        try (Environments environments = new Environments(deployment, true, _ -> {})) {
            List<Invocation> first = environments.all();
            List<Invocation> run = environments.run();
            int transitions = environments.transitions();
            List<Invocation> others = environments.others();
            deployment.reconnectFan();
            return new Measurements(
                    environments.loadedClasses(),
                    first,
                    run,
                    environments.run(),
                    others,
                    environments.runsOfNewFans(FANS),
                    transitions,
                    coldStarts,
                    warm);
        }
    }

    /**
     * A hello world precedes each start of a function, so that both run under the same conditions.
     */
    private static void timeColdStarts(Deployment deployment, Map<String, List<Duration>> times)
            throws InterruptedException {
        Consumer<String> hello =
                function -> {
                    add(times, BARE_HANDLER + " before " + function, coldStart("BareHandler"));
                    add(times, HELLO + " before " + function, coldStart("HelloHandler"));
                };
        try (Environments environments = new Environments(deployment, false, hello)) {
            environments.all().forEach(it -> add(times, it.function(), it.took()));
        }
    }

    /** After the JIT compiler's warm-up. */
    private static void timeWarmEvents(Deployment deployment, Map<String, List<Duration>> times)
            throws InterruptedException {
        try (Environments environments = new Environments(deployment, false, _ -> {})) {
            for (int run = 0; run < RUNS_TO_WARM_UP; run++) {
                environments.run();
            }
            for (int run = 0; run < WARM_RUNS; run++) {
                environments.run().forEach(it -> add(times, it.function(), it.took()));
            }
        }
    }

    private static void add(Map<String, List<Duration>> times, String name, Duration took) {
        times.computeIfAbsent(name, _ -> new ArrayList<>()).add(took);
    }

    private static Duration coldStart(String handler) {
        try (FunctionProcess process =
                FunctionProcess.start(
                        Built.TARGET.resolve("classes")
                                + File.pathSeparator
                                + Built.TARGET.resolve("hello")
                                + "/*",
                        "dev.actionflows.benchmarks." + handler,
                        Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO"),
                        Built.text("events/flows/get-project.json"),
                        Built.TARGET.resolve(handler + ".log"),
                        Optional.empty())) {
            return process.firstAnswer().took();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int budget(String name) {
        Object value = Json.readObject(Built.text("benchmarks/budgets.json")).get(name);
        return value instanceof Number number ? number.intValue() : -1;
    }

    @Test
    void every_function_is_measured_and_loads_classes_within_its_budget() {
        assertThat(measured.classes().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Built.functions().stream().map(Built.Function::name).toList());
        assertThat(measured.classes().values())
                .allSatisfy(
                        classes ->
                                // any Java function on Lambda loads a thousand classes at startup
                                assertThat(classes).isBetween(1_000, budget("classesLoaded")));
    }

    @Test
    void a_text_from_a_known_fan_costs_one_read_one_write_and_one_start() {
        assertThat(measured.run().getFirst().calls().stream().map(Call::name))
                .containsExactly(
                        "dynamodb:BatchGetItem", "dynamodb:PutItem", "states:StartExecution");
    }

    @Test
    void each_step_stays_within_its_budget_of_database_calls() {
        List<Invocation> steps =
                measured.run().stream().filter(it -> !it.function().equals(INTAKE)).toList();
        assertThat(steps).hasSize(4);
        for (Invocation step : steps) {
            String budget =
                    step.function().equals("send-text")
                            ? "dynamoDbCallsOfSendText"
                            : "dynamoDbCallsOfStep";
            assertThat(step.calls())
                    .as(step.function())
                    .hasSizeBetween(1, budget(budget))
                    .allMatch(call -> call.name().startsWith("dynamodb:"));
        }
    }

    @Test
    void a_step_that_refreshes_its_token_makes_three_database_calls_and_its_own_write() {
        List<Call> calls =
                measured.refreshing().stream()
                        .filter(it -> it.function().equals(Measurements.REFRESHING_STEP))
                        .flatMap(it -> it.calls().stream())
                        .toList();
        assertThat(calls.stream().map(Call::name))
                .as("the run with its facts, the lease, the token, the outcome")
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:PutItem",
                        "dynamodb:PutItem",
                        "dynamodb:PutItem")
                .hasSizeLessThanOrEqualTo(budget("dynamoDbCallsOfRefreshingStep"));
    }

    /** Lists of fans and runs have eight partitions or more, so that each takes an eighth. */
    @Test
    void no_partition_is_written_by_a_quarter_of_the_runs_of_a_flow() {
        assertThat(measured.partitions().shared())
                .as("one for each kind of list that all fans of the flow are on")
                .hasSizeGreaterThan(3 * 8);
        Map.Entry<String, Double> hottest = measured.partitions().hottest();
        assertThat(hottest.getValue()).as(hottest.getKey()).isBetween(0.1, 0.25);
    }

    @Test
    void a_run_of_four_steps_writes_within_its_budget() {
        assertThat(measured.writeUnitsOfRun()).isBetween(5.0, (double) budget("writeUnitsOfRun"));
    }

    @Test
    void a_run_of_four_steps_takes_two_transitions_per_step_and_two_more() {
        assertThat(measured.transitions()).isBetween(4, budget("transitionsOfRun"));
    }
}
