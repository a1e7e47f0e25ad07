package dev.actionflows.domain.run;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.Trigger;

import java.util.Optional;

/**
 * A step type: how its steps are done, and everything that is asked about them elsewhere. The
 * {@link StepRunner} claims a step before it is done, and records its outcome after.
 *
 * @param <S> the step's record
 */
public interface StepAction<S extends Step> {
    Class<S> stepClass();

    Delivery delivery();

    /** What has to be read before the step can be judged. */
    RequiredFacts requiredFacts(S step);

    /** What is missing, as far as can be seen without calling a provider. */
    Optional<MissingRequirement> missingRequirement(S step, StepContext context);

    /**
     * Does the step. All its requirements are met.
     *
     * @throws RetryableStepException when certainly nothing was done, whatever the delivery. Any
     *     other exception of an at-most-once step leaves open whether it was done
     */
    Attempt attempt(S step, StepContext context);

    /** Whether an equal step later in the same flow changes nothing. */
    default boolean isIdempotent() {
        return delivery() == Delivery.REPEATABLE;
    }

    /**
     * Whether the step, once done, is the very event that a trigger listens to: a flow with both
     * would start itself.
     */
    default boolean fires(S step, Trigger trigger, ProjectId project) {
        return false;
    }

    /**
     * What no project can do, whoever the fan is.
     *
     * @return with a pointer relative to the step
     */
    default Optional<Violation> violation(S step, Project project) {
        return Optional.empty();
    }

    /** What the project has not set up yet, so that the step cannot be done for any fan. */
    default Optional<String> missingSetup(S step, Project project) {
        return Optional.empty();
    }

    /** A step for the simulator, about these things of its project. */
    S sample(SampleSubjects subjects, OnUnmet onUnmet);

    /** Whether an outcome, once final, agrees with what the simulator observes. */
    default boolean agrees(S step, StepOutcome outcome, ObservedEffects observed) {
        return true;
    }
}
