package dev.actionflows.domain.run;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step type: how its steps are done, and what other packages need to know about them. The {@link
 * StepRunner} claims a step before it is done and records its outcome afterwards.
 *
 * @param <S> the step's record
 */
public interface StepAction<S extends Step> {
    Class<S> stepClass();

    Delivery delivery();

    /** The facts that are read before the step is checked. */
    RequiredFacts requiredFacts(S step);

    /**
     * The same, for steps that also need what their flow is about.
     *
     * @param subject what the run is about
     */
    default RequiredFacts requiredFacts(S step, FlowSubject subject) {
        return requiredFacts(step);
    }

    /** What is missing, as far as it can be determined without calling a provider. */
    Optional<MissingRequirement> missingRequirement(S step, StepContext context);

    /**
     * Does the step. All its requirements are met.
     *
     * @throws RetryableStepException if it is certain that nothing was done, for any delivery.
     *     After any other exception of an at-most-once step, it is unknown whether the step was
     *     done
     */
    Attempt attempt(S step, StepContext context);

    /**
     * Whether something is still missing that only an attempt can find out. Asked after the wait
     * for it was announced and before it is recorded, so that no wake-up is lost.
     *
     * @param missing what the attempt found
     * @return the same, or empty if the step can be attempted again
     */
    default Optional<MissingRequirement> stillMissing(
            S step, StepContext context, MissingRequirement missing) {
        return Optional.empty();
    }

    /** Whether an equal step later in the same flow has no effect. */
    default boolean isIdempotent() {
        return delivery() == Delivery.REPEATABLE;
    }

    /** The types of the events that the step causes when it is completed. */
    default Set<TriggerType> causes() {
        return Set.of();
    }

    /**
     * The events that the step causes when it is completed. Only a step that may be repeated causes
     * any: it may die after they were sent and before its outcome is recorded.
     */
    default List<CausedEvent> causedEvents(S step, ProjectId project) {
        return List.of();
    }

    /** Whether doing the step causes the event that the trigger listens to. */
    default boolean fires(S step, Trigger trigger, ProjectId project) {
        ActiveFlows.Listening listening = ActiveFlows.Listening.of(trigger);
        return causes().contains(trigger.type())
                && causedEvents(step, project).stream()
                        .anyMatch(event -> event.isHeardBy(listening));
    }

    /**
     * What is impossible in this flow for any fan.
     *
     * @return with a pointer relative to the step
     */
    default Optional<Violation> violation(S step, FlowContext flow) {
        return Optional.empty();
    }

    /** Why a link message does not reach some fans in this flow, as far as its setup matters. */
    default Optional<String> missingLink(S step, FlowContext flow) {
        return Optional.empty();
    }

    /** The missing setup of the project that keeps the step from being done for any fan. */
    default Optional<String> missingSetup(S step, Project project) {
        return Optional.empty();
    }

    /**
     * What the author may want to change, though the step works as it is.
     *
     * @return with a pointer relative to the step
     */
    default Optional<Violation> advice(S step, Project project) {
        return Optional.empty();
    }

    /** A step for the simulator, about these subjects of its project. */
    S sample(SampleSubjects subjects, OnUnmet onUnmet);

    /** Whether a final outcome agrees with the effects that the simulator observes. */
    default boolean agrees(S step, StepOutcome outcome, ObservedEffects observed) {
        return true;
    }
}
