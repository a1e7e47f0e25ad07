package dev.actionflows.domain.run;

import dev.actionflows.domain.step.Step;

import java.util.Optional;

/**
 * How one step type is done. The {@link StepRunner} has taken the step before, and records what
 * came of it after.
 *
 * @param <S> the step type
 */
public interface StepAction<S extends Step> {
    Class<S> stepClass();

    Delivery delivery();

    /** What has to be read before the step can be judged. */
    RequiredFacts requiredFacts(S step);

    /** What is missing, as far as can be seen without asking anybody else. */
    Optional<MissingRequirement> missingRequirement(S step, StepContext context);

    /**
     * Does it, all requirements being met.
     *
     * @throws RetryableStepException when certainly nothing was done, whatever the delivery. Any
     *     other exception of an at-most-once step leaves open whether it was done
     */
    Attempt attempt(S step, StepContext context);
}
