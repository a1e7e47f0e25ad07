package dev.actionflows.simulator;

import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Runs;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Step Functions, as far as {@code statemachines/action-flow.asl.json} uses it. An EXPRESS
 * execution can start twice or vanish; Lambda can reject a call, and end a function at any moment.
 */
final class Workflow implements ExecutionStarter {
    private static final int PLATFORM_RETRIES = 3;

    private final Kernel kernel;
    private final Faults faults;
    private final RunLedger table;
    private final Supplier<Map<StepType, StepRunner<?>>> functions;
    private final YieldCheck yields;
    private final Consumer<String> played;
    private int stale;
    private final Map<String, Integer> started = new HashMap<>();
    private final Map<RunKey, Integer> executing = new HashMap<>();
    private final Map<Kernel.Actor, StepTicket> tickets = new HashMap<>();

    Workflow(
            Kernel kernel,
            Faults faults,
            RunLedger table,
            Supplier<Map<StepType, StepRunner<?>>> functions,
            YieldCheck yields,
            Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.table = table;
        this.functions = functions;
        this.yields = yields;
        this.played = played;
    }

    @Override
    public boolean start(Run run, boolean counted) {
        if (faults.refusesStart()) {
            return false;
        }
        try {
            faults.call(
                    "StartExecution",
                    () -> {
                        begin(run, counted);
                        return Optional.empty();
                    });
            return true;
        } catch (RuntimeException e) {
            // like the production code: the run is found by its due time
            return false;
        }
    }

    /** Whether an execution of this run is in progress. */
    boolean isExecuting(RunKey run) {
        return executing.getOrDefault(run, 0) > 0;
    }

    /** The number of function calls that were answered as stale. */
    int stale() {
        return stale;
    }

    /** The step that a function's process works on. */
    StepKey stepOf(Kernel.Actor process) {
        StepTicket ticket = findTicket(process).orElseThrow();
        return new StepKey(ticket.run(), ticket.index());
    }

    /** The ticket with which a function was called; empty if the process is no step's. */
    Optional<StepTicket> findTicket(Kernel.Actor process) {
        return Optional.ofNullable(tickets.get(process));
    }

    private void begin(Run run, boolean counted) {
        String name = run.key().run() + "-epoch-" + run.epoch();
        String id = "execution-" + started.merge(name, 1, Integer::sum) + "-of-" + name;
        Chance chance = kernel.chance("executions").of(id);
        if (faults.hits(chance.of("late"), 0.1)) {
            // accepted, and started so late that it counted as lost
            kernel.after(
                    chance.of("lateness").between(40_000, 160_000), () -> launch(run, id, counted));
        } else {
            launch(run, id, counted);
        }
        if (faults.startsTwice(chance.of("twice"))) {
            kernel.after(chance.of("again").between(0, 3_000), () -> launch(run, id, counted));
        }
    }

    private void launch(Run run, String id, boolean counted) {
        executing.merge(run.key(), 1, Integer::sum);
        Kernel.Actor execution =
                kernel.start(
                        id,
                        () -> execute(run, id, kernel.instant(), counted),
                        _ -> executing.merge(run.key(), -1, Integer::sum));
        kernel.after(Run.EXECUTION_TIMEOUT, execution::kill);
        faults.mayKill(execution, 5_000);
    }

    private void execute(Run run, String id, Instant startedAt, boolean counted) {
        StepAnswer answer = run.answer();
        boolean first = true;
        while (answer instanceof StepAnswer.Next next) {
            Optional<StepAnswer> given = state(run, next, id, startedAt, first, counted);
            if (given.isEmpty()) {
                return;
            }
            answer = given.get();
            first = false;
        }
        if (answer instanceof StepAnswer.Yield) {
            yields.yielded(run.key(), run.epoch(), Duration.between(startedAt, kernel.instant()));
        }
    }

    /**
     * @return empty when all retries are used up
     */
    private Optional<StepAnswer> state(
            Run run,
            StepAnswer.Next next,
            String id,
            Instant startedAt,
            boolean first,
            boolean counted) {
        Instant enteredAt = kernel.instant();
        String token = id + "@" + enteredAt.toEpochMilli();
        int ours = 0;
        int platform = 0;
        while (true) {
            StepTicket ticket =
                    new StepTicket(
                            run.key(),
                            run.epoch(),
                            next.index(),
                            token,
                            startedAt,
                            enteredAt,
                            ours + platform,
                            first,
                            counted,
                            Optional.of(RunOutline.of(run)));
            Called called = invoke(next.type(), ticket);
            if (called.answer instanceof StepAnswer.Stale) {
                stale++;
            }
            if (called.answer != null) {
                return Optional.of(called.answer);
            }
            int retry;
            if (called.failure instanceof RetryableStepException) {
                retry = ++ours;
                if (ours > StepRunner.MAX_RETRIES) {
                    release(run.key(), run.epoch(), true);
                    return Optional.empty();
                }
            } else {
                retry = ++platform;
                if (platform > PLATFORM_RETRIES) {
                    release(run.key(), run.epoch(), false);
                    return Optional.empty();
                }
            }
            kernel.current().pause(kernel.chance("retry").between(0, 1_000L << (retry - 1)));
        }
    }

    /** The result of a function call. */
    private static final class Called {
        private @Nullable StepAnswer answer;
        private @Nullable Throwable failure;
    }

    private Called invoke(StepType type, StepTicket ticket) {
        Called called = new Called();
        Kernel.Actor execution = kernel.current();
        if (faults.hits(execution.chance("throttled"), 0.01)) {
            // throttled
            return called;
        }
        played.accept("function " + type.wireName().replace('_', '-'));
        StepRunner<?> function = Optional.ofNullable(functions.get().get(type)).orElseThrow();
        Kernel.Actor process =
                kernel.start(
                        type.wireName() + " " + ticket.token(),
                        () -> called.answer = function.run(ticket, Run.STEP_TIMEOUT),
                        failure -> {
                            called.failure = failure;
                            execution.wake();
                        });
        tickets.put(process, ticket);
        kernel.after(Run.STEP_TIMEOUT, process::kill);
        faults.mayKill(process, 400);
        execution.sleep();
        return called;
    }

    /**
     * The state StepDied: the run is due immediately.
     *
     * @param patient whether the step only requested a retry
     */
    private void release(RunKey key, int epoch, boolean patient) {
        try {
            faults.call(
                    "StepDied",
                    () -> {
                        table.find(key)
                                .filter(run -> run.epoch() == epoch)
                                .filter(run -> run.status() == RunStatus.RUNNING)
                                .ifPresent(
                                        run ->
                                                table.replace(
                                                        run,
                                                        Runs.stepDied(
                                                                run, patient, kernel.instant())));
                        return Optional.empty();
                    });
        } catch (RuntimeException e) {
            // its lease ends
        }
        kernel.current().pause(Duration.ZERO);
    }
}
