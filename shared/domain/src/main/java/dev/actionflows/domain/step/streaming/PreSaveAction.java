package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.Step;

import java.util.Optional;

/** Pre-saves a release on the fan's behalf. */
public final class PreSaveAction implements StepAction<Step.PreSave> {
    private final PreSaves preSaves;

    public PreSaveAction(StreamingStepSupport streaming, PreSaveStore store) {
        this.preSaves = new PreSaves(streaming, store);
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
        return preSaves.missingRequirement(StreamingTarget.of(context));
    }

    @Override
    public Attempt attempt(Step.PreSave step, StepContext context) {
        return context.release()
                .map(release -> preSaves.attempt(release, StreamingTarget.of(context)))
                .orElseGet(() -> Attempt.failed(Reason.NOT_FOUND));
    }
}
