package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.id.ProjectId;
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
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The step type {@code next_save}: registers the fan for all future releases of an artist. The fan
 * must have allowed saving, since an opt-in that cannot be fulfilled must not be promised.
 */
public final class NextSaveAction implements StepAction<NextSaveStep> {
    private final StreamingAction streaming;

    public NextSaveAction(StreamingAction streaming) {
        this.streaming = streaming;
    }

    @Override
    public Class<NextSaveStep> stepClass() {
        return NextSaveStep.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public RequiredFacts requiredFacts(NextSaveStep step) {
        return RequiredFacts.nothing().withProject().withConnections().withArtist(step.artist());
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(NextSaveStep step, StepContext context) {
        return streaming.missingRequirement(task(context).operation(), StreamingTarget.of(context));
    }

    @Override
    public Attempt attempt(NextSaveStep step, StepContext context) {
        return streaming.attempt(task(context), StreamingTarget.of(context));
    }

    private static StreamingTask task(StepContext context) {
        return new StreamingTask.NextSave(context.artist());
    }

    @Override
    public Set<TriggerType> causes() {
        return Set.of(TriggerType.NEXTSAVE_OPTED_IN);
    }

    @Override
    public List<CausedEvent> causedEvents(NextSaveStep step, ProjectId project) {
        return List.of(CausedEvent.of(TriggerType.NEXTSAVE_OPTED_IN, step.artist().value()));
    }

    @Override
    public Optional<String> missingSetup(NextSaveStep step, Project project) {
        return StreamingStepSupport.missingSetup(project);
    }

    @Override
    public NextSaveStep sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new NextSaveStep(subjects.artistId(), onUnmet);
    }

    @Override
    public boolean agrees(NextSaveStep step, StepOutcome outcome, ObservedEffects observed) {
        return !(outcome instanceof StepOutcome.Completed) || observed.isNextSaved(step.artist());
    }
}
