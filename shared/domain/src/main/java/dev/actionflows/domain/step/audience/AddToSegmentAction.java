package dev.actionflows.domain.step.audience;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.SegmentMemberStore;
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
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds the fan to a segment. Idempotent. */
public final class AddToSegmentAction implements StepAction<AddToSegmentStep> {
    private final SegmentMemberStore members;

    public AddToSegmentAction(SegmentMemberStore members) {
        this.members = members;
    }

    @Override
    public Class<AddToSegmentStep> stepClass() {
        return AddToSegmentStep.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public RequiredFacts requiredFacts(AddToSegmentStep step) {
        return RequiredFacts.nothing();
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(
            AddToSegmentStep step, StepContext context) {
        return Optional.empty();
    }

    @Override
    public Attempt attempt(AddToSegmentStep step, StepContext context) {
        members.addMember(context.projectId(), step.segment(), context.fanId(), context.now());
        return Attempt.completed(Reason.ADDED);
    }

    @Override
    public Set<TriggerType> causes() {
        return Set.of(TriggerType.SEGMENT_ENTERED);
    }

    @Override
    public List<CausedEvent> causedEvents(AddToSegmentStep step, ProjectId project) {
        return List.of(CausedEvent.of(TriggerType.SEGMENT_ENTERED, step.segment().value()));
    }

    @Override
    public AddToSegmentStep sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new AddToSegmentStep(subjects.segment());
    }

    @Override
    public boolean agrees(AddToSegmentStep step, StepOutcome outcome, ObservedEffects observed) {
        return !(outcome instanceof StepOutcome.Completed) || observed.isMember(step.segment());
    }
}
