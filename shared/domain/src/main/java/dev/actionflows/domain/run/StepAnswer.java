package dev.actionflows.domain.run;

import dev.actionflows.domain.step.StepType;

/** The response of a step function to the state machine. */
public sealed interface StepAnswer {
    /** Do this step next. */
    record Next(int index, StepType type) implements StepAnswer {}

    /** No step can be done now; the run continues in another execution. */
    record Park() implements StepAnswer {}

    /** This execution has run long enough; another one continues with the next step. */
    record Yield() implements StepAnswer {}

    /** Every step has its outcome. */
    record Done() implements StepAnswer {}

    /** Another execution owns the run; end without any change. */
    record Stale() implements StepAnswer {}
}
