package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.streaming.StreamingAction;
import dev.actionflows.domain.step.streaming.StreamingTarget;
import dev.actionflows.domain.step.streaming.StreamingTask;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Performs fans' actions at the streaming service where they are connected. */
public final class FanActions {
    /** A fan is waiting: retries are immediate and few. */
    private static final int MAX_TRIES = 3;

    private static final Duration LEAST_TIME_FOR_A_TRY = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofMinutes(1);

    /** Another request for the same fan is about to store a token. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final StreamingAction streaming;
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final Catalog catalog;
    private final InstantSource clock;

    public FanActions(
            StreamingAction streaming,
            FanLookup fans,
            ConnectionStore connections,
            Catalog catalog,
            InstantSource clock) {
        this.streaming = streaming;
        this.fans = fans;
        this.connections = connections;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Performs the action now, or registers it for its day. Idempotent. The caller fires the
     * action's trigger if it is done.
     *
     * @param id any id of the fan
     * @param deadline until when it has to be done
     */
    public ActionResult perform(Project project, FanId id, FanAction action, Deadline deadline) {
        return tried(
                deadline,
                () ->
                        fans.find(project.id(), id)
                                .map(
                                        fan ->
                                                attempt(
                                                        project,
                                                        fan,
                                                        task(project.id(), action),
                                                        deadline)));
    }

    /**
     * Saves a release that is out. Idempotent. All that is given has just been read.
     *
     * @param deadline until when it has to be done
     */
    public ActionResult save(Project project, Fan fan, Release release, Deadline deadline) {
        StreamingTask task = new StreamingTask.AddToLibrary(Optional.of(release));
        return tried(deadline, () -> Optional.of(attempt(project, fan, task, deadline)));
    }

    /**
     * @param attempt empty if there is no such fan
     */
    private static ActionResult tried(Deadline deadline, Supplier<Optional<Attempt>> attempt) {
        Attempt latest = new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
        for (int tries = 0; tries < MAX_TRIES && mayTry(tries, deadline); tries++) {
            Optional<Attempt> made = attempt.get();
            if (made.isEmpty()) {
                return new ActionResult.NotConnected(Reason.NOT_CONNECTED);
            }
            latest = made.get();
            if (!(latest instanceof Attempt.TryAgain)) {
                break;
            }
        }
        return resultOf(latest);
    }

    /** The first attempt is made however little time is left. */
    private static boolean mayTry(int tries, Deadline deadline) {
        return tries == 0 || deadline.left().compareTo(LEAST_TIME_FOR_A_TRY) > 0;
    }

    private Attempt attempt(Project project, Fan fan, StreamingTask task, Deadline deadline) {
        if (isCancelled(task)) {
            // before anybody is asked to connect for it
            return Attempt.skipped(Reason.RELEASE_CANCELLED);
        }
        Instant now = clock.instant();
        StreamingTarget target =
                new StreamingTarget(
                        project,
                        fan.id(),
                        connections.connections(project.id(), fan),
                        now,
                        deadline);
        Optional<MissingRequirement> missing =
                streaming.missingRequirement(task.operation(), target);
        if (missing.isPresent()) {
            return missing.get().reason() == Reason.NO_APP
                    ? Attempt.failed(Reason.NO_APP)
                    : new Attempt.Blocked(missing.get());
        }
        return streaming.attempt(task, target);
    }

    private static boolean isCancelled(StreamingTask task) {
        return switch (task) {
            case StreamingTask.PreSave(var release) ->
                    StreamingAction.cancellation(release).isPresent();
            case StreamingTask.AddToLibrary(var release) ->
                    StreamingAction.cancellation(release).isPresent();
            case StreamingTask.AddTrack _,
                    StreamingTask.AddPlaylist _,
                    StreamingTask.FollowArtist _,
                    StreamingTask.NextSave _ ->
                    false;
        };
    }

    private StreamingTask task(ProjectId project, FanAction action) {
        return switch (action) {
            case FanAction.PreSave(var id) ->
                    new StreamingTask.PreSave(catalog.findRelease(project, id));
            case FanAction.AddToLibrary(var id) ->
                    new StreamingTask.AddToLibrary(catalog.findRelease(project, id));
            case FanAction.Follow(var id) ->
                    new StreamingTask.FollowArtist(
                            catalog.findArtist(project, id).map(Artist::providerIds));
            case FanAction.NextSave(var id) ->
                    new StreamingTask.NextSave(catalog.findArtist(project, id));
        };
    }

    private static ActionResult resultOf(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Ended(StepOutcome.Completed(Reason reason), _) ->
                    new ActionResult.Done(reason);
            case Attempt.Ended(StepOutcome outcome, _) ->
                    new ActionResult.ActionRefused(outcome.reason());
            case Attempt.Blocked(MissingRequirement missing) ->
                    new ActionResult.NotConnected(missing.reason());
            case Attempt.TryAgain(Reason reason) ->
                    new ActionResult.TryLater(
                            reason, reason == Reason.TOKEN_REFRESHING ? SOON : LATER);
            case Attempt.TryLater(Reason reason, Duration after, _, _) ->
                    new ActionResult.TryLater(reason, after);
            // no fan waits on a page until release day
            case Attempt.NotBefore(Reason reason, _, _, _, _) ->
                    new ActionResult.ActionRefused(reason);
        };
    }
}
