package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/**
 * Saves a release that is out, and registers the wish for one that is not: no streaming service
 * knows pre-saves.
 */
public final class PreSaves {
    private final StreamingStepSupport streaming;
    private final PreSaveStore store;

    public PreSaves(StreamingStepSupport streaming, PreSaveStore store) {
        this.streaming = streaming;
        this.store = store;
    }

    /**
     * Needed also before release day: the wish of a fan who cannot be served then would be an empty
     * promise.
     */
    public Optional<MissingRequirement> missingRequirement(StreamingTarget fan) {
        return streaming.missingRequirement(StreamingOperation.SAVE_ALBUM, fan);
    }

    public Attempt attempt(Release release, StreamingTarget fan) {
        if (release.isOut(fan.now())) {
            return streaming.attempt(
                    StreamingOperation.SAVE_ALBUM, release.providerIds(), Reason.SAVED, fan);
        }
        store.registerPreSave(fan.projectId(), release.id(), fan.id(), fan.now());
        return Attempt.completed(Reason.REGISTERED);
    }
}
