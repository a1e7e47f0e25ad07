package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.streaming.PreSaves;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.step.streaming.StreamingTarget;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Does what fans ask for, at the streaming service where they are connected. */
public final class FanActions {
    /** A fan waits: a service that fails is asked again at once, and not for long. */
    private static final int MAX_TRIES = 3;

    private static final Duration LEAST_TIME_FOR_A_TRY = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final StreamingStepSupport streaming;
    private final PreSaves preSaves;
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final Catalog catalog;
    private final PreSaveStore preSaveStore;
    private final InstantSource clock;

    public FanActions(
            StreamingStepSupport streaming,
            FanLookup fans,
            ConnectionStore connections,
            Catalog catalog,
            PreSaveStore preSaveStore,
            InstantSource clock) {
        this.streaming = streaming;
        this.preSaves = new PreSaves(streaming, preSaveStore);
        this.fans = fans;
        this.connections = connections;
        this.catalog = catalog;
        this.preSaveStore = preSaveStore;
        this.clock = clock;
    }

    /**
     * Does it now, or registers it for its day. Safe to repeat. The caller fires the action's
     * trigger if it is done.
     *
     * @param fan any id of the person
     * @param deadline until when it has to be done
     */
    public ActionResult perform(Project project, FanId fan, FanAction action, Deadline deadline) {
        Attempt attempt = new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
        for (int tries = 0; tries < MAX_TRIES && mayTry(tries, deadline); tries++) {
            Optional<Fan> person = fans.find(project.id(), fan);
            if (person.isEmpty()) {
                return new ActionResult.NotConnected(Reason.NOT_CONNECTED);
            }
            attempt = attempt(project, person.get(), action, deadline);
            if (!(attempt instanceof Attempt.TryAgain)) {
                break;
            }
        }
        return resultOf(attempt);
    }

    /** The first try is made however little time is left. */
    private static boolean mayTry(int tries, Deadline deadline) {
        return tries == 0 || deadline.left().compareTo(LEAST_TIME_FOR_A_TRY) > 0;
    }

    private Attempt attempt(Project project, Fan person, FanAction action, Deadline deadline) {
        Instant now = clock.instant();
        StreamingTarget fan =
                new StreamingTarget(
                        project,
                        person.id(),
                        connections.connections(project.id(), person),
                        now,
                        deadline);
        Optional<MissingRequirement> missing =
                streaming.missingRequirement(action.operation(), fan);
        if (missing.isPresent()) {
            return missing.get().reason() == Reason.NO_APP
                    ? Attempt.failed(Reason.NO_APP)
                    : new Attempt.Blocked(missing.get());
        }
        return switch (action) {
            case FanAction.PreSave(var id) ->
                    with(
                            catalog.findRelease(project.id(), id),
                            release -> preSaves.attempt(release, fan));
            case FanAction.AddToLibrary(var id) ->
                    with(catalog.findRelease(project.id(), id), release -> add(release, fan));
            case FanAction.Follow(var id) ->
                    with(catalog.findArtist(project.id(), id), artist -> follow(artist, fan));
            case FanAction.NextSave(var id) ->
                    with(
                            catalog.findArtist(project.id(), id),
                            artist -> {
                                preSaveStore.registerNextSave(project.id(), artist.id(), fan.id(), now);
                                return Attempt.completed(Reason.REGISTERED);
                            });
        };
    }

    private static <T> Attempt with(Optional<T> subject, Function<T, Attempt> attempt) {
        return subject.map(attempt).orElseGet(() -> Attempt.failed(Reason.NOT_FOUND));
    }

    private Attempt add(Release release, StreamingTarget fan) {
        return release.isOut(fan.now())
                ? streaming.attempt(
                        StreamingOperation.SAVE_ALBUM, release.providerIds(), Reason.SAVED, fan)
                : Attempt.failed(Reason.NOT_AT_PROVIDER);
    }

    private Attempt follow(Artist artist, StreamingTarget fan) {
        return streaming.attempt(
                StreamingOperation.FOLLOW_ARTIST, artist.providerIds(), Reason.FOLLOWED, fan);
    }

    private static ActionResult resultOf(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Ended(StepOutcome.Completed(Reason reason)) ->
                    new ActionResult.Done(reason);
            case Attempt.Ended(StepOutcome outcome) ->
                    new ActionResult.ActionRefused(outcome.reason());
            case Attempt.Blocked(MissingRequirement missing) ->
                    new ActionResult.NotConnected(missing.reason());
            case Attempt.TryAgain(Reason reason) -> new ActionResult.TryLater(reason, LATER);
            case Attempt.TryLater(Reason reason, Duration after, _) ->
                    new ActionResult.TryLater(reason, after);
        };
    }
}
