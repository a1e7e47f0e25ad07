package dev.actionflows.domain.testing;

import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Drives runs like {@code statemachines/action-flow.asl.json}: one step function after another,
 * with retries.
 */
public final class StateMachine {
    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(20);

    private final Map<StepType, StepRunner<?>> runners = new EnumMap<>(StepType.class);
    private final InstantSource clock;
    private Predicate<Run> countedStarts = _ -> false;
    private Duration timeout = FUNCTION_TIMEOUT;
    private int executions;

    public StateMachine(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param counted which executions count themselves when they begin; without it, none does
     */
    public StateMachine counting(Predicate<Run> counted) {
        countedStarts = counted;
        return this;
    }

    /** With functions that have this time. */
    public StateMachine timingOutAfter(Duration time) {
        timeout = time;
        return this;
    }

    public StateMachine with(StepType type, StepRunner<?> runner) {
        runners.put(type, runner);
        return this;
    }

    /**
     * Runs one execution.
     *
     * @param run with the epoch that the execution was started for
     * @return the answer that ended it
     */
    public StepAnswer execute(Run run) {
        boolean counted = countedStarts.test(run);
        String execution = "execution-" + ++executions;
        Instant startedAt = clock.instant();
        boolean first = true;
        StepAnswer answer = run.answer();
        for (int state = 0; answer instanceof StepAnswer.Next next; state++) {
            answer = state(run, next, execution + "@" + state, startedAt, first, counted);
            first = false;
        }
        return answer;
    }

    private StepAnswer state(
            Run run,
            StepAnswer.Next next,
            String token,
            Instant startedAt,
            boolean first,
            boolean counted) {
        StepRunner<?> runner = runners.get(next.type());
        if (runner == null) {
            throw new IllegalStateException("no function for " + next.type());
        }
        for (int retryCount = 0; ; retryCount++) {
            try {
                return runner.run(
                        new StepTicket(
                                run.key(),
                                run.epoch(),
                                next.index(),
                                token,
                                startedAt,
                                clock.instant(),
                                retryCount,
                                first,
                                counted,
                                Optional.of(RunOutline.of(run))),
                        timeout);
            } catch (RetryableStepException e) {
                if (retryCount == StepRunner.MAX_RETRIES) {
                    throw e;
                }
            }
        }
    }
}
