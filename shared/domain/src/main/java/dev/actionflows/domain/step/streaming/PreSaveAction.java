package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.CausedEvent;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The step type {@code pre_save}: saves a release on the fan's behalf. */
public final class PreSaveAction implements StepAction<Step.PreSave> {
    private final StreamingAction streaming;
    private final Catalog catalog;

    public PreSaveAction(StreamingAction streaming, Catalog catalog) {
        this.streaming = streaming;
        this.catalog = catalog;
    }

    @Override
    public Class<Step.PreSave> stepClass() {
        return Step.PreSave.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public RequiredFacts requiredFacts(Step.PreSave step) {
        return RequiredFacts.nothing().withProject().withConnections().withRelease(step.release());
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(Step.PreSave step, StepContext context) {
        return StreamingAction.cancellation(context.release())
                .or(
                        () ->
                                streaming.missingRequirement(
                                        task(context).operation(), StreamingTarget.of(context)));
    }

    @Override
    public Attempt attempt(Step.PreSave step, StepContext context) {
        return streaming.attempt(task(context), StreamingTarget.of(context));
    }

    private static StreamingTask task(StepContext context) {
        return new StreamingTask.PreSave(context.release());
    }

    @Override
    public Set<TriggerType> causes() {
        return Set.of(TriggerType.RELEASE_PRESAVED, TriggerType.RELEASE_SAVED);
    }

    @Override
    public List<CausedEvent> causedEvents(Step.PreSave step, ProjectId project) {
        String release = step.release().value();
        return List.of(
                CausedEvent.of(TriggerType.RELEASE_PRESAVED, release), CausedEvent.saved(release));
    }

    @Override
    public Optional<String> missingSetup(Step.PreSave step, Project project) {
        return StreamingStepSupport.missingSetup(project)
                .or(() -> MissingIds.of(catalog.findRelease(project.id(), step.release())));
    }

    @Override
    public Step.PreSave sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.PreSave(subjects.release(), onUnmet);
    }

    @Override
    public boolean agrees(Step.PreSave step, StepOutcome outcome, ObservedEffects observed) {
        return !(outcome instanceof StepOutcome.Completed)
                || (outcome.reason() == Reason.SAVED
                        && observed.hasDone(StreamingOperation.SAVE_ALBUM))
                || observed.isPreSaved(step.release());
    }
}
