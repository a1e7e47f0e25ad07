package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.CatalogLookups;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an artist's list of albums at one service as far as there is anything new, once a day to
 * its end, and judges what has not been seen before. Stores nothing.
 */
final class AlbumListReader {
    private static final Duration FULL_EVERY = Duration.ofDays(1);

    /** After so many pages, the next check goes on. */
    private static final int MAX_PAGES = 100;

    /** By another clock, a release may not be out yet. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final StreamingDiscography service;
    private final CatalogLookups lookups;
    private final DetectedReleases releases;
    private final InstantSource clock;

    /**
     * @param service whose list is read
     */
    AlbumListReader(
            StreamingDiscography service,
            CatalogLookups lookups,
            DetectedReleases releases,
            InstantSource clock) {
        this.service = service;
        this.lookups = lookups;
        this.releases = releases;
        this.clock = clock;
    }

    /**
     * @param result with what was judged
     * @param isComplete whether the list was read as far as there was anything new
     * @param failure why the service could not be asked on
     */
    record Reading(Discography result, boolean isComplete, Optional<CatalogAnswer> failure) {}

    /**
     * @param artistId at this service
     */
    Reading read(WatchedArtist watched, String artistId, Discography before) {
        StreamingProvider provider = service.provider();
        PassProgress progress = before.pass(provider);
        PassProgress.Open pass = progress.open().orElseGet(() -> begun(progress));
        List<ListedAlbum> unknown = new ArrayList<>();
        Optional<CatalogAnswer> failure = Optional.empty();
        boolean atEnd = false;
        for (int pages = 0; pages < MAX_PAGES && !atEnd && failure.isEmpty(); pages++) {
            switch (ask(artistId, pass.cursor())) {
                case DiscographyAnswer.NotListed(CatalogAnswer why) -> failure = Optional.of(why);
                case DiscographyAnswer.Listed page -> {
                    List<ListedAlbum> more =
                            page.albums().stream()
                                    .filter(it -> !before.albums().containsKey(it.id()))
                                    .filter(it -> !it.title().isBlank())
                                    .toList();
                    unknown.addAll(more);
                    Optional<String> next =
                            pass.toTheEnd() || !more.isEmpty() ? page.next() : page.nextGroup();
                    atEnd = next.isEmpty();
                    pass = next.isPresent() ? pass.at(next.get()) : pass;
                }
            }
        }
        Judging judging =
                new Judging(
                        watched,
                        AlbumJudge.newFrom(watched.since(), progress.current()),
                        before);
        AlbumJudge.inOrder(unknown).forEach(judging::judge);
        failure = failure.or(judging::failure);
        boolean isComplete = atEnd && judging.failure().isEmpty();
        PassProgress after =
                isComplete
                        ? progress.done(pass)
                        // an album that could not be judged may be on any page
                        : judging.failure().isPresent()
                                ? progress.startedOver()
                                : progress.with(pass);
        return new Reading(judging.result().with(provider, after), isComplete, failure);
    }

    private PassProgress.Open begun(PassProgress progress) {
        Instant now = clock.instant();
        boolean toTheEnd =
                progress.full().filter(it -> it.plus(FULL_EVERY).isAfter(now)).isEmpty();
        return new PassProgress.Open(now, toTheEnd, Optional.empty());
    }

    private DiscographyAnswer ask(String artistId, Optional<String> cursor) {
        StreamingProvider provider = service.provider();
        Optional<CatalogAnswer> refusal = lookups.refusal(provider);
        if (refusal.isPresent()) {
            return new DiscographyAnswer.NotListed(refusal.get());
        }
        DiscographyAnswer answer =
                service.page(lookups.app(provider), artistId, cursor, lookups.timeout());
        if (answer instanceof DiscographyAnswer.NotListed(CatalogAnswer why)) {
            lookups.note(provider, why);
        }
        return answer;
    }

    /** Judges one album after the other: each may be an edition of the one before. */
    private final class Judging {
        private final WatchedArtist watched;
        private final LocalDate newFrom;
        private Discography known;
        private Optional<CatalogAnswer> failed = Optional.empty();

        Judging(WatchedArtist watched, LocalDate newFrom, Discography before) {
            this.watched = watched;
            this.newFrom = newFrom;
            this.known = before;
        }

        Discography result() {
            return known;
        }

        Optional<CatalogAnswer> failure() {
            return failed;
        }

        void judge(ListedAlbum album) {
            boolean mayBeNew = !album.date().first().isBefore(newFrom);
            if (!mayBeNew && editionOf(album).flatMap(KnownAlbum::release).isEmpty()) {
                remember(album, Optional.empty(), false);
            } else if (DetectedReleases.isOut(Optional.empty(), album, latest())) {
                withUpc(album).ifPresent(it -> decide(it, editionOf(it)));
            }
        }

        private Instant latest() {
            return clock.instant().minus(CLOCK_ERROR);
        }

        private Optional<KnownAlbum> editionOf(ListedAlbum album) {
            return AlbumJudge.editionOf(service.provider(), album, known.albums().values());
        }

        private void decide(ListedAlbum album, Optional<KnownAlbum> other) {
            if (other.isPresent()) {
                remember(album, other.get().release(), false);
                return;
            }
            Optional<Release> release = releases.find(watched.project(), service.provider(), album);
            if (DetectedReleases.isOut(release, album, latest())) {
                remember(
                        album,
                        Optional.of(DetectedReleases.idOf(release, watched.project(), album)),
                        true);
            }
        }

        /**
         * @param release that it belongs to; empty if it came out before anyone had to know
         */
        private void remember(ListedAlbum album, Optional<ReleaseId> release, boolean isFirst) {
            known = known.with(album.id(), known(album, release));
            if (release.isPresent()) {
                known =
                        known.with(
                                new Detection(
                                        release.get(),
                                        service.provider(),
                                        album,
                                        isFirst,
                                        clock.instant()));
            }
        }

        private KnownAlbum known(ListedAlbum album, Optional<ReleaseId> release) {
            return new KnownAlbum(
                    service.provider(),
                    new AlbumTitle(album.title()).work(),
                    album.kind(),
                    album.date().first(),
                    album.upc(),
                    release);
        }

        /**
         * @return empty if the service does not answer, so that the album cannot be judged yet
         */
        private Optional<ListedAlbum> withUpc(ListedAlbum album) {
            if (album.upc().isPresent()) {
                return Optional.of(album);
            }
            if (failed.isPresent()) {
                return Optional.empty();
            }
            CatalogAnswer answer =
                    lookups.ask(
                            service.provider(),
                            (catalog, app, timeout) -> catalog.album(app, album.id(), timeout));
            return switch (answer) {
                case CatalogAnswer.Found(List<CatalogAlbum> found) ->
                        Optional.of(album.with(upcOf(found)));
                // it is judged by its title
                case CatalogAnswer.AccessDenied() -> Optional.of(album);
                case CatalogAnswer.LookupLimited _, CatalogAnswer.LookupUnavailable _ -> {
                    failed = Optional.of(answer);
                    yield Optional.empty();
                }
            };
        }

        private static Optional<Upc> upcOf(List<CatalogAlbum> found) {
            return found.stream().flatMap(it -> it.upc().stream()).findAny();
        }
    }
}
