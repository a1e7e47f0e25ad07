package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Judges albums that have not been seen before: which are new, and which are editions of others.
 *
 * <p>A UPC decides. Without a common one, albums of the same kind with the same title are editions
 * of one release, as are albums at different services that came out within days. A title that comes
 * again after a year without a word such as "Deluxe" is another release: some artists name several
 * albums alike.
 */
final class AlbumJudge {
    /** Services may differ in time zones, and in what they take for a single. */
    private static final long SAME_DAYS = 3;

    private static final long DAYS_UNTIL_ANOTHER = 365;

    /** An album may be listed so much later than its date and is new nevertheless. */
    private static final long DAYS_LATE = 30;

    private AlbumJudge() {}

    /**
     * The least date of new albums.
     *
     * @param since when the first fan was registered, for releases that come later
     * @param readAt as of when the list was last read
     */
    static LocalDate newFrom(Instant since, Optional<Instant> readAt) {
        return readAt.map(it -> dayOf(it).minusDays(DAYS_LATE))
                .orElseGet(() -> dayOf(since).plusDays(1));
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Of several new editions, the first is the one that names the release. */
    static List<ListedAlbum> inOrder(Collection<ListedAlbum> albums) {
        return albums.stream()
                .sorted(
                        Comparator.comparing((ListedAlbum album) -> album.date().first())
                                .thenComparing(album -> album.title().length())
                                .thenComparing(ListedAlbum::id))
                .toList();
    }

    /** The known album of which this is an edition, preferably one of a release. */
    static Optional<KnownAlbum> editionOf(
            StreamingProvider provider, ListedAlbum album, Collection<KnownAlbum> known) {
        AlbumTitle title = new AlbumTitle(album.title());
        Predicate<KnownAlbum> sameUpc =
                it -> it.upc().isPresent() && it.upc().equals(album.upc());
        Predicate<KnownAlbum> sameWork = it -> it.work().equals(title.work());
        Predicate<KnownAlbum> sameKind =
                it ->
                        it.kind() == album.kind()
                                && (title.isEdition() || daysAfter(it, album) < DAYS_UNTIL_ANOTHER);
        Predicate<KnownAlbum> elsewhere =
                it -> it.provider() != provider && Math.abs(daysAfter(it, album)) <= SAME_DAYS;
        return Stream.of(sameUpc, sameWork.and(sameKind), sameWork.and(elsewhere))
                .flatMap(
                        same ->
                                known.stream()
                                        .filter(same)
                                        .sorted(Comparator.comparing(it -> it.release().isEmpty())))
                .findFirst();
    }

    private static long daysAfter(KnownAlbum known, ListedAlbum album) {
        return ChronoUnit.DAYS.between(known.date(), album.date().first());
    }
}
