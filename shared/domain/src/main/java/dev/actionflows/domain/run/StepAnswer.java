package dev.actionflows.domain.run;

import dev.actionflows.domain.step.StepType;

/** What a step function tells the state machine. */
public sealed interface StepAnswer {
    /** Do this step next. */
    record Next(int index, StepType type) implements StepAnswer {}

    /** Nothing can be done now; the run goes on in another execution. */
    record Park() implements StepAnswer {}

    /** This execution has run for long enough: another one goes on with the next step. */
    record Yield() implements StepAnswer {}

    /** Every step has its outcome. */
    record Done() implements StepAnswer {}

    /** Another execution has the run: end without a trace. */
    record Stale() implements StepAnswer {}
}
