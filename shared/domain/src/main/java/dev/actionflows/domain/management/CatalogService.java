package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.MatchRequest;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.releaseday.ReleaseDays;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The project's releases and artists. What is stored with missing ids is searched by another
 * function, which a message tells. The message is sent after the record is stored; if it is not
 * sent, the caller gets an error and repeats the request. A search whose message was lost is
 * requested again when the record is read.
 */
public final class CatalogService {
    /** A search is late if nothing has happened this long after it was due. */
    static final Duration LATE = Duration.ofMinutes(15);

    /** By this clock, a release that is not out yet may seem to have been for less. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final Supplier<MatchQueue> queue;
    private final Supplier<WakeUpQueue> wakeUps;
    private final ReleaseDays days;
    private final InstantSource clock;

    /**
     * @param queue supplied when a search is requested
     * @param wakeUps supplied when a release that runs may wait for is changed
     * @param days announces when releases come out
     */
    public CatalogService(
            Catalog catalog,
            CatalogWriter writer,
            Supplier<MatchQueue> queue,
            Supplier<WakeUpQueue> wakeUps,
            ReleaseDays days,
            InstantSource clock) {
        this.catalog = catalog;
        this.writer = writer;
        this.queue = queue;
        this.wakeUps = wakeUps;
        this.days = days;
        this.clock = clock;
    }

    /**
     * Stores a new release and requests the search for its missing ids.
     *
     * @return the stored one, which an interrupted attempt of the same request may have created
     */
    public Release create(ProjectId project, Release release) {
        Optional<Release> there = catalog.findRelease(project, release.id());
        if (there.isEmpty()) {
            // of a release that was out before, nobody waits for the day
            boolean wasOut = release.isOut(clock.instant().minus(CLOCK_ERROR));
            Runnable once = wasOut ? () -> {} : days.announce(project, release);
            writer.create(project, release);
            once.run();
        }
        return requested(project, there.orElse(release));
    }

    /** The same for an artist. */
    public Artist create(ProjectId project, Artist artist) {
        Optional<Artist> there = catalog.findArtist(project, artist.id());
        if (there.isEmpty()) {
            writer.create(project, artist);
        }
        return requested(project, there.orElse(artist));
    }

    /**
     * The project's releases, by id.
     *
     * @param cursor the end of the previous page
     */
    public Page<Release> releases(ProjectId project, Optional<String> cursor, int limit) {
        return catalog.releases(project, cursor, limit);
    }

    /**
     * The project's artists, by id.
     *
     * @param cursor the end of the previous page
     */
    public Page<Artist> artists(ProjectId project, Optional<String> cursor, int limit) {
        return catalog.artists(project, cursor, limit);
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Release release(ProjectId project, ReleaseId id) {
        Release release = find(project, id);
        return isLate(release.serviceIds()) ? requested(project, release) : release;
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Artist artist(ProjectId project, ArtistId id) {
        Artist artist = find(project, id);
        return isLate(artist.serviceIds()) ? requested(project, artist) : artist;
    }

    /**
     * States the release's codes and ids, and searches the others.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Release state(ProjectId project, ReleaseId id, Release.Statement statement) {
        Instant now = clock.instant();
        return changeRelease(project, id, release -> release.stated(statement, now));
    }

    /**
     * States the artist's ids, and searches the others.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Artist state(ProjectId project, ArtistId id, ServiceIds.Statement statement) {
        Instant now = clock.instant();
        return changeArtist(project, id, artist -> artist.stated(statement, now));
    }

    /**
     * Searches the missing ids again.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Release match(ProjectId project, ReleaseId id) {
        Instant now = clock.instant();
        return changeRelease(project, id, release -> release.searchedAgain(now));
    }

    /**
     * Gives a release another date, and reinstates it if it was cancelled. Idempotent. Runs that
     * wait for it are woken if they could go on sooner than by the former date. Otherwise, they
     * read the new one when they wake up by the former: a date that was mistyped and corrected
     * costs no fan anything.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Release move(ProjectId project, ReleaseId id, ReleaseDate date) {
        return change(project, id, release -> release.movedTo(date));
    }

    /**
     * Cancels a release. Idempotent. Runs that wait for it are woken, to end those steps.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Release cancel(ProjectId project, ReleaseId id) {
        Instant now = clock.instant();
        return change(project, id, release -> release.cancelled(now));
    }

    /**
     * Stores a change that runs may wait for, and announces it before and after. What cannot be
     * announced before is not stored: other than with most requirements, the next request may be
     * for another date, and announce nothing. A repeated request announces the change again.
     */
    private Release change(ProjectId project, ReleaseId id, UnaryOperator<Release> change) {
        Release before = find(project, id);
        Release changed = change.apply(before);
        List<Requirement> met = changed.isHastened() ? Requirement.releaseChanges(id) : List.of();
        boolean isNew = !changed.equals(before);
        // if it is out and stays so, those who waited for it have been seen to
        Runnable once =
                isNew || !changed.isOut(clock.instant())
                        ? days.announce(project, changed)
                        : () -> {};
        if (isNew) {
            met.forEach(
                    it ->
                            wakeUps.get()
                                    .sendLater(
                                            new WakeUp.RequirementMet(
                                                    project, it, Optional.empty()),
                                            WakeUpQueue.IN_DOUBT));
            requireDone(writer.replace(project, changed, before.serviceIds().revision()));
        }
        once.run();
        met.forEach(it -> wakeUps.get().requirementMet(project, it));
        return requested(project, changed);
    }

    /**
     * The same for an artist.
     *
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if it was changed concurrently
     */
    public Artist match(ProjectId project, ArtistId id) {
        Instant now = clock.instant();
        return changeArtist(project, id, artist -> artist.searchedAgain(now));
    }

    private Release changeRelease(ProjectId project, ReleaseId id, UnaryOperator<Release> change) {
        Release before = find(project, id);
        Release changed = change.apply(before);
        requireDone(writer.replace(project, changed, before.serviceIds().revision()));
        return requested(project, changed);
    }

    private Artist changeArtist(ProjectId project, ArtistId id, UnaryOperator<Artist> change) {
        Artist before = find(project, id);
        Artist changed = change.apply(before);
        requireDone(writer.replace(project, changed, before.serviceIds().revision()));
        return requested(project, changed);
    }

    /** The request is idempotent, so the caller's retry applies it to the record as it is then. */
    private static void requireDone(boolean done) {
        if (!done) {
            throw new ProblemException(
                    ErrorCode.TRY_AGAIN,
                    "it was changed at the same time, perhaps by a search; repeat the request");
        }
    }

    private Release find(ProjectId project, ReleaseId id) {
        return catalog.findRelease(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such release: " + id));
    }

    private Artist find(ProjectId project, ArtistId id) {
        return catalog.findArtist(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such artist: " + id));
    }

    private boolean isLate(ServiceIds ids) {
        return ids.search().filter(it -> clock.instant().isAfter(it.due().plus(LATE))).isPresent();
    }

    private Release requested(ProjectId project, Release release) {
        ServiceIds ids = release.serviceIds();
        request(ids, new MatchRequest.OfRelease(project, release.id(), ids.revision()));
        return release;
    }

    private Artist requested(ProjectId project, Artist artist) {
        ServiceIds ids = artist.serviceIds();
        request(ids, new MatchRequest.OfArtist(project, artist.id(), ids.revision()));
        return artist;
    }

    private void request(ServiceIds ids, MatchRequest request) {
        if (ids.search().isPresent()) {
            queue.get().send(request, Duration.ZERO);
        }
    }
}
