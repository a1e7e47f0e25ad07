package dev.actionflows.domain.action;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.Needs;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.Unmet;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/**
 * Saves a release that is out, and registers the wish for one that is not: no streaming service
 * knows pre-saves.
 */
public final class PreSaveAction implements StepAction<Step.PreSave> {
    private final FanStreaming streaming;
    private final Catalog catalog;

    public PreSaveAction(FanStreaming streaming, Catalog catalog) {
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
    public Needs needs(Step.PreSave step) {
        return Needs.nothing().withProject().withConnections().withRelease(step.release());
    }

    /**
     * Needed also before release day: the wish of a fan who cannot be served then would be an empty
     * promise.
     */
    @Override
    public Optional<Unmet> unmet(Step.PreSave step, StepContext context) {
        return streaming.unmet(StreamingOperation.SAVE_ALBUM, StreamingFan.of(context));
    }

    @Override
    public Attempt attempt(Step.PreSave step, StepContext context) {
        Optional<Release> release = context.release();
        if (release.isEmpty()) {
            return Attempt.failed(Reason.NOT_FOUND);
        }
        if (release.get().isOut(context.now())) {
            return streaming.attempt(
                    StreamingOperation.SAVE_ALBUM,
                    release.get().providerIds(),
                    Reason.SAVED,
                    StreamingFan.of(context));
        }
        catalog.registerPreSave(
                context.projectId(), step.release(), context.fanId(), context.now());
        return Attempt.completed(Reason.REGISTERED);
    }
}
