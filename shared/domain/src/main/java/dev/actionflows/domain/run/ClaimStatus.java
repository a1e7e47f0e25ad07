package dev.actionflows.domain.run;

/** Where an invocation stands towards a step. */
sealed interface ClaimStatus {
    /** It may act and record. */
    record Mine(Run run) implements ClaimStatus {}

    /** Somebody who is dead may have acted: nobody may act again. */
    record InDoubt(Run run, StepClaim dead) implements ClaimStatus {}

    /** The outcome is recorded already, by an earlier try of the same state or for it. */
    record Settled(StepAnswer answer) implements ClaimStatus {}

    /** Another execution has the run or the step. */
    record Lost(RunObserver.Refusal why) implements ClaimStatus {}
}
