package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Judges albums that have not been seen before: which are new, and which are editions of others.
 *
 * <p>A common UPC decides. Without one, albums of the same kind with the same title are editions of
 * one release if they came out within days, if one says that it is an edition and came out later,
 * or if they came out within a year and their codes do not tell them apart. So are albums with the
 * same title at different services that came out within days. Some artists name several releases
 * alike: an EP after its single, and an album after the one ten years before.
 */
final class AlbumJudge {
    /** Services may differ in time zones, and in what they take for a single. */
    static final long SAME_DAYS = 3;

    private static final long DAYS_UNTIL_ANOTHER = 365;

    /** An album may be listed so much later than its date and is new nevertheless. */
    private static final long DAYS_LATE = 30;

    private AlbumJudge() {}

    /**
     * The least date of new albums. Whatever has happened meanwhile, nothing older is one.
     *
     * @param since when the first fan was registered
     */
    static LocalDate newFrom(Instant since, Instant now) {
        LocalDate first = dayOf(since);
        LocalDate late = dayOf(now).minusDays(DAYS_LATE);
        return first.isAfter(late) ? first : late;
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
        Predicate<KnownAlbum> sameWork = it -> it.work().equals(title.work());
        Predicate<KnownAlbum> sameKind =
                it -> it.kind() == album.kind() && isEdition(it, album, title.isEdition());
        Predicate<KnownAlbum> elsewhere = it -> it.provider() != provider && isNear(it, album);
        return Stream.of(hasUpcOf(album), sameWork.and(sameKind), sameWork.and(elsewhere))
                .flatMap(
                        same ->
                                known.stream()
                                        .filter(same)
                                        .sorted(Comparator.comparing(it -> it.release().isEmpty())))
                .findFirst();
    }

    private static boolean isEdition(KnownAlbum known, ListedAlbum album, boolean isMarked) {
        boolean mayDiffer = known.upc().isEmpty() || album.upc().isEmpty();
        return isNear(known, album)
                || (isMarked && daysAfter(known, album) > 0)
                || (mayDiffer && Math.abs(daysAfter(known, album)) < DAYS_UNTIL_ANOTHER);
    }

    /**
     * The known albums at the same service whose UPC would tell whether this is another release.
     *
     * @param album with a UPC
     */
    static List<String> toBeIdentified(
            StreamingProvider provider, ListedAlbum album, Map<String, KnownAlbum> known) {
        AlbumTitle title = new AlbumTitle(album.title());
        return known.entrySet().stream()
                .filter(_ -> album.upc().isPresent() && !title.isEdition())
                .filter(it -> it.getValue().provider() == provider)
                .filter(it -> it.getValue().upc().isEmpty())
                .filter(it -> it.getValue().kind() == album.kind())
                .filter(it -> it.getValue().work().equals(title.work()))
                .filter(it -> !isNear(it.getValue(), album))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether they are the same, and not only editions: one may be saved in place of the other. */
    static boolean isSame(KnownAlbum known, ListedAlbum album) {
        return hasUpcOf(album).test(known) || isNear(known, album);
    }

    private static Predicate<KnownAlbum> hasUpcOf(ListedAlbum album) {
        return it -> it.upc().isPresent() && it.upc().equals(album.upc());
    }

    private static boolean isNear(KnownAlbum known, ListedAlbum album) {
        return Math.abs(daysAfter(known, album)) <= SAME_DAYS;
    }

    private static long daysAfter(KnownAlbum known, ListedAlbum album) {
        return ChronoUnit.DAYS.between(known.date(), album.date().first());
    }
}
