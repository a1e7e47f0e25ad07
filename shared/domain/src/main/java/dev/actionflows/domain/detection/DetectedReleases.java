package dev.actionflows.domain.detection;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The project's releases that detected albums belong to, and what follows from a detection:
 * whatever is missing is created, and fans hear of it. Idempotent.
 */
final class DetectedReleases {
    private static final int PAGE = 100;
    private static final int MAX_ATTEMPTS = 5;

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final MatchQueue matches;
    private final DetectedReleaseQueue queue;

    DetectedReleases(
            Catalog catalog, CatalogWriter writer, MatchQueue matches, DetectedReleaseQueue queue) {
        this.catalog = catalog;
        this.writer = writer;
        this.matches = matches;
        this.queue = queue;
    }

    /** All releases of a project. */
    List<Release> all(ProjectId project) {
        List<Release> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Release> page = catalog.releases(project, cursor, PAGE);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /**
     * The release that the label, or the detection at another artist, created: with the album's id,
     * with its UPC or, if nothing tells them apart, of the same artist, title and day.
     *
     * @param releases of the project
     */
    static Optional<Release> find(
            List<Release> releases, StreamingProvider provider, ListedAlbum album) {
        Predicate<Release> sameId =
                it -> it.providerIds().at(provider).equals(Optional.of(album.id()));
        Predicate<Release> sameUpc = it -> it.upc().isPresent() && it.upc().equals(album.upc());
        return Stream.of(sameId, sameUpc, it -> isNamedLike(it, provider, album))
                .flatMap(
                        same ->
                                releases.stream()
                                        .filter(same)
                                        .sorted(Comparator.comparing(Release::isCancelled)))
                .findFirst();
    }

    private static boolean isNamedLike(
            Release release, StreamingProvider provider, ListedAlbum album) {
        return (release.upc().isEmpty() || album.upc().isEmpty())
                && release.providerIds().at(provider).isEmpty()
                && new AlbumTitle(release.title())
                        .work()
                        .equals(new AlbumTitle(album.title()).work())
                && AlbumTitle.isAmong(release.artistName(), album.artistName())
                && isOn(release.releaseDate(), album.date().first());
    }

    /** Whether a label's date may be that day. */
    private static boolean isOn(ReleaseDate date, LocalDate day) {
        LocalDate last = date.isExact() ? date.first() : date.certainDay().minusDays(1);
        return !day.isBefore(date.first().minusDays(AlbumJudge.SAME_DAYS))
                && !day.isAfter(last.plusDays(AlbumJudge.SAME_DAYS));
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
                        album.title(),
                        album.artistName(),
                        day(album.date(), detection.at()),
                        new ProviderIds(Map.of()),
                        detection.at())
                .stated(
                        new Release.Statement(
                                album.upc(),
                                Optional.empty(),
                                new ServiceIds.Statement(
                                        new ProviderIds(Map.of(detection.provider(), album.id())),
                                        Set.of())),
                        detection.at());
    }

    /** A service that lists an album has it, although it may only know the month. */
    private static ReleaseDate day(ReleaseDate date, Instant detectedAt) {
        return date.isExact()
                ? date
                : ReleaseDate.of(LocalDate.ofInstant(detectedAt, ZoneOffset.UTC));
    }

    /** Whether a service's date has begun: it may list an album before. */
    static boolean isOut(ListedAlbum album, Instant now) {
        return !album.date()
                .first()
                .atStartOfDay(ReleaseDate.DEFAULT_ZONE)
                .toInstant()
                .isAfter(now);
    }
}
