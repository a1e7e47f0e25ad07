package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
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

    /** That the release is cancelled, so that no fan has to connect an account for it. */
    public static Optional<MissingRequirement> cancellation(Optional<Release> release) {
        return release.filter(Release::isCancelled)
                .map(_ -> MissingRequirement.permanent(Reason.RELEASE_CANCELLED));
    }

    /**
     * Why a release is not going to be saved for a fan, as far as that is known without asking a
     * service.
     *
     * @param isOut whether services may list it already; before, its id need not be known
     * @param fan at the time when it is to be saved
     * @return empty if nothing is known that would keep it from being saved
     */
    public Optional<Reason> outlook(Release release, boolean isOut, StreamingTarget fan) {
        return release.isCancelled()
                ? Optional.of(Reason.RELEASE_CANCELLED)
                : streaming.outlook(
                        StreamingOperation.SAVE_ALBUM,
                        release.providerIds(),
                        release.serviceIds().undecided(isOut),
                        fan);
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
        return switch (release.status(fan.now())) {
            case OUT -> save(release, fan);
            case ANNOUNCED -> notReleased(release, fan);
            case CANCELLED -> Attempt.skipped(Reason.RELEASE_CANCELLED);
        };
    }

    /** The date may change meanwhile. */
    private static Attempt notReleased(Release release, StreamingTarget fan) {
        return new Attempt.NotBefore(
                Reason.NOT_RELEASED,
                release.outAt(),
                Optional.of(Requirement.releaseChange(release.id(), fan.id())),
                !release.releaseDate().isExact());
    }

    private Attempt preSave(Release release, StreamingTarget fan) {
        return switch (release.status(fan.now())) {
            case OUT -> save(release, fan);
            case ANNOUNCED -> {
                preSaves.registerPreSave(fan.projectId(), release.id(), fan.id(), fan.now());
                yield Attempt.completed(Reason.REGISTERED);
            }
            case CANCELLED -> Attempt.skipped(Reason.RELEASE_CANCELLED);
        };
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
