package dev.actionflows.domain.detection;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.MatchRequest;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The project's releases that detected albums belong to, and what follows from a detection:
 * whatever is missing is created, and fans hear of it. Idempotent.
 */
final class DetectedReleases {
    private static final int PAGE = 100;
    private static final int MAX_ATTEMPTS = 5;

    /** How far the date that a label gave may be from a service's. */
    private static final long SAME_DAYS = 31;

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final MatchQueue matches;
    private final DetectedReleaseQueue queue;

    DetectedReleases(
            Catalog catalog,
            CatalogWriter writer,
            MatchQueue matches,
            DetectedReleaseQueue queue) {
        this.catalog = catalog;
        this.writer = writer;
        this.matches = matches;
        this.queue = queue;
    }

    /** The release of the project that the label, or the detection at another artist, created. */
    Optional<Release> find(ProjectId project, StreamingProvider provider, ListedAlbum album) {
        List<Release> releases = all(project);
        return releases.stream()
                .filter(it -> it.providerIds().at(provider).equals(Optional.of(album.id())))
                .findFirst()
                .or(
                        () ->
                                releases.stream()
                                        .filter(it -> it.upc().isPresent())
                                        .filter(it -> it.upc().equals(album.upc()))
                                        .findFirst())
                .or(
                        () ->
                                releases.stream()
                                        .filter(it -> isNamedLike(it, provider, album))
                                        .findFirst());
    }

    private List<Release> all(ProjectId project) {
        List<Release> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Release> page = catalog.releases(project, cursor, PAGE);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /** Whether nothing tells them apart, of a release whose codes are not known. */
    private static boolean isNamedLike(
            Release release, StreamingProvider provider, ListedAlbum album) {
        return (release.upc().isEmpty() || album.upc().isEmpty())
                && release.providerIds().at(provider).isEmpty()
                && new AlbumTitle(release.title())
                        .work()
                        .equals(new AlbumTitle(album.title()).work())
                && Math.abs(
                                ChronoUnit.DAYS.between(
                                        release.releaseDate().first(), album.date().first()))
                        <= SAME_DAYS;
    }

    /**
     * @throws RuntimeException if it may not all be done; do it again
     */
    void apply(ProjectId project, ArtistId artist, Detection detection) {
        Release release = stored(project, detection);
        if (release.serviceIds().search().isPresent()) {
            matches.send(
                    new MatchRequest.OfRelease(
                            project, release.id(), release.serviceIds().revision()),
                    Duration.ZERO);
        }
        if (detection.isFirst()) {
            queue.send(
                    new DetectedRelease(
                            project,
                            artist,
                            release.id(),
                            "watch-" + release.id(),
                            detection.at(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** The release with the album's id, unless it has another one there. */
    private Release stored(ProjectId project, Detection detection) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Release> before = catalog.findRelease(project, detection.release());
            if (before.isEmpty()) {
                Release created = created(detection);
                writer.create(project, created);
                return created;
            }
            Release changed = before.get().found(detection.provider(), detection.album().id());
            if (changed.equals(before.get())
                    || writer.replace(project, changed, before.get().serviceIds().revision())) {
                return changed;
            }
        }
        throw new IllegalStateException(detection.release() + " is changed again and again");
    }

    private static Release created(Detection detection) {
        ListedAlbum album = detection.album();
        return new Release(
                        detection.release(),
                        shortened(album.title()),
                        shortened(album.artistName()),
                        day(album.date(), detection.at()),
                        new ProviderIds(Map.of()),
                        detection.at())
                .stated(
                        new Release.Statement(
                                album.upc(),
                                Optional.empty(),
                                new ServiceIds.Statement(
                                        new ProviderIds(
                                                Map.of(detection.provider(), album.id())),
                                        Set.of())),
                        detection.at());
    }

    /** A service that lists an album has it, although it may only know the month. */
    private static ReleaseDate day(ReleaseDate date, Instant detectedAt) {
        return date.isExact()
                ? date
                : ReleaseDate.of(LocalDate.ofInstant(detectedAt, ZoneOffset.UTC));
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= Release.MAX_TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Release.MAX_TEXT_LENGTH));
    }

    /**
     * Whether fans may hear of an album: they may not yet have it on the evening before its day,
     * and its release may have another date, or be cancelled until it is reinstated.
     *
     * @param release of the project
     */
    static boolean isOut(Optional<Release> release, ListedAlbum album, Instant now) {
        return release.map(it -> it.isOut(now))
                .orElseGet(
                        () ->
                                !album.date()
                                        .first()
                                        .atStartOfDay(ReleaseDate.DEFAULT_ZONE)
                                        .toInstant()
                                        .isAfter(now));
    }

    /** The id of the release that an album belongs to. */
    static ReleaseId idOf(Optional<Release> release, ProjectId project, ListedAlbum album) {
        return release.map(Release::id).orElseGet(() -> ReleaseId.ofAlbum(project, album.id()));
    }
}
