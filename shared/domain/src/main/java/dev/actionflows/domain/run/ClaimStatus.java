package dev.actionflows.domain.run;

/** The position of an invocation with respect to a step. */
sealed interface ClaimStatus {
    /** The invocation may act and record the outcome. */
    record Mine(Run run) implements ClaimStatus {}

    /** A dead invocation may have acted: nobody may act again. */
    record InDoubt(Run run, StepClaim dead) implements ClaimStatus {}

    /**
     * The outcome is already recorded, by an earlier attempt of the same state or on its behalf.
     */
    record Settled(StepAnswer answer) implements ClaimStatus {}

    /** Another execution owns the run or the step. */
    record Lost(RunObserver.Refusal why) implements ClaimStatus {}
}
