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

/** Pre-saves a release on the fan's behalf. */
public final class PreSaveAction implements StepAction<Step.PreSave> {
    private final PreSaves preSaves;

    public PreSaveAction(FanStreaming streaming, Catalog catalog) {
        this.preSaves = new PreSaves(streaming, catalog);
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
    public Needs needs(Step.PreSave step) {
        return Needs.nothing().withProject().withConnections().withRelease(step.release());
    }

    @Override
    public Optional<Unmet> unmet(Step.PreSave step, StepContext context) {
        return preSaves.unmet(StreamingFan.of(context));
    }

    @Override
    public Attempt attempt(Step.PreSave step, StepContext context) {
        return context.release()
                .map(release -> preSaves.attempt(release, StreamingFan.of(context)))
                .orElseGet(() -> Attempt.failed(Reason.NOT_FOUND));
    }
}
