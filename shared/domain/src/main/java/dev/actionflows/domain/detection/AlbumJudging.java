package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.CatalogLookups;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Judges the new albums of one list, one after the other: each may be an edition of another. */
final class AlbumJudging {
    /** By another clock, a release may not be out yet. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final StreamingProvider provider;
    private final CatalogLookups lookups;
    private final DetectedReleases releases;
    private final WatchedArtist watched;
    private final InstantSource clock;
    private final Discography before;
    private final Map<String, KnownAlbum> albums;
    private final Set<String> waiting;
    private final List<Detection> open;
    private Optional<CatalogAnswer> failure = Optional.empty();
    private @Nullable List<Release> ofProject;

    /**
     * @param provider whose list it is
     */
    AlbumJudging(
            StreamingProvider provider,
            CatalogLookups lookups,
            DetectedReleases releases,
            WatchedArtist watched,
            Discography before,
            InstantSource clock) {
        this.provider = provider;
        this.lookups = lookups;
        this.releases = releases;
        this.watched = watched;
        this.clock = clock;
        this.before = before;
        this.albums = new LinkedHashMap<>(before.albums());
        this.waiting = new HashSet<>(before.waiting());
        this.open = new ArrayList<>(before.open());
    }

    /** What was known before, with what was judged. */
    Discography result() {
        return new Discography(before.passes(), albums, waiting, open, before.revision());
    }

    /** Why the service could not be asked for all codes. */
    Optional<CatalogAnswer> failure() {
        return failure;
    }

    /** The service has just not answered, and is not asked for codes. */
    void doNotAsk(CatalogAnswer why) {
        failure = Optional.of(why);
    }

    /**
     * @param isEnough whether enough of the list has been read to judge new albums
     * @return whether all were judged
     */
    boolean judgeAll(List<ListedAlbum> listed, boolean isEnough) {
        LocalDate newFrom = AlbumJudge.newFrom(watched.since(), clock.instant());
        boolean isJudged = true;
        for (ListedAlbum album : AlbumJudge.inOrder(listed)) {
            boolean mayBeNew =
                    waiting.contains(album.id()) || !album.date().first().isBefore(newFrom);
            if (!mayBeNew && editionOf(album).flatMap(KnownAlbum::release).isEmpty()) {
                remember(album, Optional.empty());
            } else {
                isJudged &= isEnough && judge(album);
            }
        }
        return isJudged;
    }

    private boolean judge(ListedAlbum listed) {
        if (!DetectedReleases.isOut(listed, latest())) {
            waiting.add(listed.id());
            return true;
        }
        Optional<ListedAlbum> identified = withUpc(listed);
        if (identified.isEmpty() || !identifyOthers(identified.get())) {
            return false;
        }
        ListedAlbum album = identified.get();
        Optional<KnownAlbum> other = editionOf(album);
        if (other.isPresent()) {
            Optional<ReleaseId> release = other.get().release();
            remember(album, release);
            // another edition must not be saved in place of the release
            release.filter(_ -> AlbumJudge.isSame(other.get(), album))
                    .ifPresent(it -> open(it, album, false));
        } else {
            decide(album);
        }
        return true;
    }

    private Instant latest() {
        return clock.instant().minus(CLOCK_ERROR);
    }

    private Optional<KnownAlbum> editionOf(ListedAlbum album) {
        return AlbumJudge.editionOf(provider, album, albums.values());
    }

    private void decide(ListedAlbum album) {
        if (ofProject == null) {
            ofProject = releases.all(watched.project());
        }
        Optional<Release> release =
                DetectedReleases.find(Objects.requireNonNull(ofProject), provider, album);
        if (release.filter(it -> !it.isOut(latest())).isPresent()) {
            waiting.add(album.id());
            return;
        }
        ReleaseId id =
                release.map(Release::id)
                        .orElseGet(() -> ReleaseId.ofAlbum(watched.project(), album.id()));
        remember(album, Optional.of(id));
        open(id, album, true);
    }

    /**
     * @param release that it belongs to; empty if it came out before anyone had to know
     */
    private void remember(ListedAlbum album, Optional<ReleaseId> release) {
        waiting.remove(album.id());
        albums.put(
                album.id(),
                new KnownAlbum(
                        provider,
                        new AlbumTitle(album.title()).work(),
                        album.kind(),
                        album.date().first(),
                        album.upc(),
                        release));
    }

    private void open(ReleaseId release, ListedAlbum album, boolean isFirst) {
        open.add(new Detection(release, provider, album.shortened(), isFirst, clock.instant()));
    }

    /**
     * @return empty if the service does not answer, so that the album cannot be judged yet
     */
    private Optional<ListedAlbum> withUpc(ListedAlbum album) {
        return album.upc().isPresent()
                ? Optional.of(album)
                : upcOf(album.id()).map(upc -> album.with(upc));
    }

    /** Reads the codes of known albums with the same title, if those decide. */
    private boolean identifyOthers(ListedAlbum album) {
        for (String id : AlbumJudge.toBeIdentified(provider, album, albums)) {
            Optional<Optional<Upc>> upc = upcOf(id);
            if (upc.isEmpty()) {
                return false;
            }
            albums.computeIfPresent(id, (_, it) -> it.with(upc.get()));
        }
        return true;
    }

    /**
     * @return empty if the service does not answer
     */
    private Optional<Optional<Upc>> upcOf(String id) {
        if (failure.isPresent()) {
            return Optional.empty();
        }
        CatalogAnswer answer =
                lookups.ask(provider, (catalog, app, timeout) -> catalog.album(app, id, timeout));
        return switch (answer) {
            case CatalogAnswer.Found(List<CatalogAlbum> found) ->
                    Optional.of(found.stream().flatMap(it -> it.upc().stream()).findAny());
            // it is judged by its title
            case CatalogAnswer.AccessDenied() -> Optional.of(Optional.empty());
            case CatalogAnswer.LookupLimited _, CatalogAnswer.LookupUnavailable _ -> {
                failure = Optional.of(answer);
                yield Optional.empty();
            }
        };
    }
}
