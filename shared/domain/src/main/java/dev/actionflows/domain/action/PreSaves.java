package dev.actionflows.domain.action;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Unmet;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/**
 * Saves a release that is out, and registers the wish for one that is not: no streaming service
 * knows pre-saves.
 */
public final class PreSaves {
    private final FanStreaming streaming;
    private final Catalog catalog;

    public PreSaves(FanStreaming streaming, Catalog catalog) {
        this.streaming = streaming;
        this.catalog = catalog;
    }

    /**
     * Needed also before release day: the wish of a fan who cannot be served then would be an empty
     * promise.
     */
    public Optional<Unmet> unmet(StreamingFan fan) {
        return streaming.unmet(StreamingOperation.SAVE_ALBUM, fan);
    }

    public Attempt attempt(Release release, StreamingFan fan) {
        if (release.isOut(fan.now())) {
            return streaming.attempt(
                    StreamingOperation.SAVE_ALBUM, release.providerIds(), Reason.SAVED, fan);
        }
        catalog.registerPreSave(fan.projectId(), release.id(), fan.id(), fan.now());
        return Attempt.completed(Reason.REGISTERED);
    }
}
