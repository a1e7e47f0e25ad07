package dev.actionflows.domain.run;

/** Where an invocation stands towards a step. */
sealed interface Standing {
    /** It may act and record. */
    record Mine(Run run) implements Standing {}

    /** Somebody who is dead may have acted: nobody may act again. */
    record InDoubt(Run run, StepClaim dead) implements Standing {}

    /** The outcome is recorded already, by an earlier try of the same state or for it. */
    record Settled(StepAnswer answer) implements Standing {}

    /** Another execution has the run or the step. */
    record Lost(RunObserver.Refusal why) implements Standing {}
}
