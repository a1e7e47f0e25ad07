package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;
import java.util.function.Function;

/** Performs {@link StreamingTask}s, for steps and for pages. */
public final class StreamingAction {
    private final StreamingStepSupport streaming;
    private final PreSaveStore preSaves;

    public StreamingAction(StreamingStepSupport streaming, PreSaveStore preSaves) {
        this.streaming = streaming;
        this.preSaves = preSaves;
    }

    /**
     * What is missing for the fan or the project. Checked before release day, too: a pre-save that
     * cannot be fulfilled on release day must not be promised.
     */
    public Optional<MissingRequirement> missingRequirement(
            StreamingOperation operation, StreamingTarget fan) {
        return streaming.missingRequirement(operation, fan);
    }

    /**
     * Performs the task now, or registers it for its day. Idempotent.
     *
     * @return {@link Attempt.NotBefore} release day if a release is to be added to the library that
     *     is not out
     */
    public Attempt attempt(StreamingTask task, StreamingTarget fan) {
        return switch (task) {
            case StreamingTask.PreSave(Optional<Release> release) ->
                    known(release, it -> preSave(it, fan));
            case StreamingTask.AddToLibrary(Optional<Release> release) ->
                    known(release, it -> addToLibrary(it, fan));
            case StreamingTask.AddTrack(ProviderIds track) ->
                    streaming.attempt(task.operation(), track, Reason.SAVED, fan);
            case StreamingTask.AddPlaylist(ProviderIds playlist) ->
                    streaming.attempt(task.operation(), playlist, Reason.SAVED, fan);
            case StreamingTask.FollowArtist(Optional<ProviderIds> artist) ->
                    known(
                            artist,
                            ids ->
                                    streaming.attempt(
                                            StreamingOperation.FOLLOW_ARTIST,
                                            ids,
                                            Reason.FOLLOWED,
                                            fan));
            case StreamingTask.NextSave(Optional<Artist> artist) ->
                    known(artist, it -> nextSave(it, fan));
        };
    }

    private static <T> Attempt known(Optional<T> subject, Function<T, Attempt> attempt) {
        return subject.map(attempt).orElseGet(() -> Attempt.failed(Reason.NOT_FOUND));
    }

    private Attempt addToLibrary(Release release, StreamingTarget fan) {
        return release.isOut(fan.now())
                ? save(release, fan)
                : new Attempt.NotBefore(Reason.NOT_RELEASED, release.outAt());
    }

    private Attempt preSave(Release release, StreamingTarget fan) {
        if (release.isOut(fan.now())) {
            return save(release, fan);
        }
        preSaves.registerPreSave(fan.projectId(), release.id(), fan.id(), fan.now());
        return Attempt.completed(Reason.REGISTERED);
    }

    private Attempt save(Release release, StreamingTarget fan) {
        return streaming.attempt(
                StreamingOperation.SAVE_ALBUM,
                release.providerIds(),
                release.serviceIds().pending(),
                Reason.SAVED,
                fan);
    }

    private Attempt nextSave(Artist artist, StreamingTarget fan) {
        preSaves.registerNextSave(fan.projectId(), artist.id(), fan.id(), fan.now());
        return Attempt.completed(Reason.REGISTERED);
    }
}
