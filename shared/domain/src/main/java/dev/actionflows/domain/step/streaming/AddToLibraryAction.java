package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ReleaseStatus;
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
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The step type {@code add_to_library}: adds an album, a track or a playlist to the fan's library.
 * An album that is not out yet is waited for, or skipped, as for a requirement that is not met.
 */
public final class AddToLibraryAction implements StepAction<Step.AddToLibrary> {
    /** As long as a step waits. */
    private static final Duration MAX_WAIT = Duration.ofDays(30);

    private final StreamingAction streaming;
    private final Catalog catalog;
    private final InstantSource clock;

    public AddToLibraryAction(StreamingAction streaming, Catalog catalog, InstantSource clock) {
        this.streaming = streaming;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public Class<Step.AddToLibrary> stepClass() {
        return Step.AddToLibrary.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public RequiredFacts requiredFacts(Step.AddToLibrary step) {
        RequiredFacts required = RequiredFacts.nothing().withProject().withConnections();
        return step.referredRelease().map(required::withRelease).orElse(required);
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(
            Step.AddToLibrary step, StepContext context) {
        return cancellation(step, context)
                .or(
                        () ->
                                streaming.missingRequirement(
                                        step.item().operation(), StreamingTarget.of(context)));
    }

    private static Optional<MissingRequirement> cancellation(
            Step.AddToLibrary step, StepContext context) {
        return switch (step.item()) {
            case LibraryItem.Album _ -> StreamingAction.cancellation(context.release());
            case LibraryItem.Track _, LibraryItem.Playlist _ -> Optional.empty();
        };
    }

    @Override
    public Attempt attempt(Step.AddToLibrary step, StepContext context) {
        return streaming.attempt(task(step, context), StreamingTarget.of(context));
    }

    private static StreamingTask task(Step.AddToLibrary step, StepContext context) {
        return switch (step.item()) {
            case LibraryItem.Album _ -> new StreamingTask.AddToLibrary(context.release());
            case LibraryItem.Track(var ids) -> new StreamingTask.AddTrack(ids);
            case LibraryItem.Playlist(var ids) -> new StreamingTask.AddPlaylist(ids);
        };
    }

    @Override
    public Set<TriggerType> causes() {
        return Set.of(TriggerType.RELEASE_ADDED_TO_LIBRARY, TriggerType.RELEASE_SAVED);
    }

    /** Only albums are releases of the project; tracks and playlists cause nothing. */
    @Override
    public List<CausedEvent> causedEvents(Step.AddToLibrary step, ProjectId project) {
        return step.referredRelease()
                .map(ReleaseId::value)
                .map(
                        release ->
                                List.of(
                                        CausedEvent.of(
                                                TriggerType.RELEASE_ADDED_TO_LIBRARY, release),
                                        CausedEvent.saved(release)))
                .orElse(List.of());
    }

    @Override
    public Optional<String> missingSetup(Step.AddToLibrary step, Project project) {
        return StreamingStepSupport.missingSetup(project)
                .or(
                        () ->
                                switch (step.item()) {
                                    case LibraryItem.Album(var id) ->
                                            MissingIds.of(catalog.findRelease(project.id(), id));
                                    case LibraryItem.Track(var ids) ->
                                            MissingIds.of(ids, "track", project);
                                    case LibraryItem.Playlist(var ids) ->
                                            MissingIds.of(ids, "playlist", project);
                                });
    }

    @Override
    public Optional<Violation> advice(Step.AddToLibrary step, Project project) {
        Instant now = clock.instant();
        return step.referredRelease()
                .flatMap(id -> catalog.findRelease(project.id(), id))
                .filter(release -> release.status(now) == ReleaseStatus.ANNOUNCED)
                .flatMap(release -> advice(step, release, now));
    }

    private static Optional<Violation> advice(
            Step.AddToLibrary step, Release release, Instant now) {
        if (step.onUnmet() == OnUnmet.SKIP) {
            return Optional.of(
                    new Violation(
                            "/onUnmet",
                            "skips every fan before the release is out %s; choose defer or hold"
                                    .formatted(text(release.releaseDate()))));
        }
        // a date without a day may get one that is sooner
        return release.releaseDate().isExact() && release.outAt().isAfter(now.plus(MAX_WAIT))
                ? Optional.of(
                        new Violation(
                                "/releaseId",
                                "comes out on %s, and a step waits for 30 days at most, so that fans are skipped until then; use pre_save"
                                        .formatted(release.releaseDate().text())))
                : Optional.empty();
    }

    private static String text(ReleaseDate date) {
        return (date.isExact() ? "on " : "in ") + date.text();
    }

    @Override
    public Step.AddToLibrary sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.AddToLibrary(subjects.item(), onUnmet);
    }

    @Override
    public boolean agrees(Step.AddToLibrary step, StepOutcome outcome, ObservedEffects observed) {
        return !(outcome instanceof StepOutcome.Completed)
                || observed.hasDone(step.item().operation());
    }
}
