package dev.actionflows.domain.action;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.Needs;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.Unmet;

import java.util.Optional;

/** Makes the fan a member of a segment; a member stays one. */
public final class AddToSegmentAction implements StepAction<Step.AddToSegment> {
    private final Catalog catalog;

    public AddToSegmentAction(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Class<Step.AddToSegment> stepClass() {
        return Step.AddToSegment.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public Needs needs(Step.AddToSegment step) {
        return Needs.nothing();
    }

    @Override
    public Optional<Unmet> unmet(Step.AddToSegment step, StepContext context) {
        return Optional.empty();
    }

    @Override
    public Attempt attempt(Step.AddToSegment step, StepContext context) {
        catalog.addMember(context.projectId(), step.segment(), context.fanId(), context.now());
        return Attempt.completed(Reason.ADDED);
    }
}
