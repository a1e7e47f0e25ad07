package dev.actionflows.domain.management;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ReleaseStatus;
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Warns of steps about a release that is cancelled, and of steps that wait for one whose day is not
 * known.
 */
final class ReleaseWarnings {
    private static final String WAIT = "the wait ends on that day";
    private static final String STEP = "the step acts on that day";

    private final InstantSource clock;

    ReleaseWarnings(InstantSource clock) {
        this.clock = clock;
    }

    /** The warning, by location in the step. */
    Optional<Violation> of(Step step, Project project, FlowContext flow) {
        Optional<Release> named =
                step.referredRelease().flatMap(id -> flow.catalog().findRelease(project.id(), id));
        return switch (step) {
            case Step.PreSave _ -> named.flatMap(ReleaseWarnings::cancelled);
            case Step.AddToLibrary(LibraryItem.Album _, var _) ->
                    named.flatMap(it -> cancelled(it).or(() -> undated(it, "/releaseId", STEP)));
            case WaitStep(WaitTime.ReleaseDay _) ->
                    named.or(flow::release)
                            .flatMap(it -> cancelled(it).or(() -> undated(it, "/until", WAIT)));
            case Step.AddToLibrary _,
                    NextSaveStep _,
                    Step.FollowArtist _,
                    AddToSegmentStep _,
                    WaitStep _,
                    Step.Message _ ->
                    Optional.empty();
        };
    }

    private static Optional<Violation> cancelled(Release release) {
        return release.isCancelled()
                ? Optional.of(
                        new Violation(
                                "",
                                "is about the cancelled release %s, and ends as skipped; give it a date with PUT /v1/releases/{releaseId}/date, or choose another release"
                                        .formatted(release.id())))
                : Optional.empty();
    }

    private Optional<Violation> undated(Release release, String pointer, String what) {
        Instant now = clock.instant();
        ReleaseDate date = release.releaseDate();
        return release.status(now) == ReleaseStatus.ANNOUNCED && !date.isExact()
                ? Optional.of(
                        new Violation(
                                pointer,
                                "the day of the release is not known (%s): once PUT /v1/releases/{releaseId}/date gives it one, %s, and otherwise not before %s"
                                        .formatted(date.text(), what, date.certainDay())))
                : Optional.empty();
    }
}
