package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of an artist's albums at the services.
 *
 * @param passes how far the lists have been read; a service is missing if never asked
 * @param albums by their ids at the services, which differ between services
 * @param waiting the ids of new albums that fans may not hear of yet
 * @param open albums whose consequences may not be stored yet
 * @param revision incremented by each change; 0 if nothing is stored
 */
public record Discography(
        Map<StreamingProvider, PassProgress> passes,
        Map<String, KnownAlbum> albums,
        Set<String> waiting,
        List<Detection> open,
        long revision) {
    /**
     * How many albums are kept: the latest ones. One that is not known any more is too old to be
     * taken for a new one.
     */
    public static final int MAX_ALBUMS = 1_000;

    public Discography {
        passes = Map.copyOf(passes);
        albums = Map.copyOf(albums);
        waiting = Set.copyOf(waiting);
        open = List.copyOf(open);
    }

    /** Nothing is known. */
    public static Discography empty() {
        return new Discography(Map.of(), Map.of(), Set.of(), List.of(), 0);
    }

    /**
     * What is known of the list of this artist. If the artist had another id at the service, that
     * was somebody else's list, and nothing is.
     */
    Discography ofArtist(StreamingProvider provider, String artistId) {
        PassProgress before = passes.get(provider);
        if (before != null && before.artistId().equals(artistId)) {
            return this;
        }
        Map<String, KnownAlbum> others = new LinkedHashMap<>(albums);
        others.values().removeIf(it -> it.provider() == provider);
        return new Discography(passes, others, waiting, open, revision)
                .with(provider, PassProgress.none(artistId));
    }

    PassProgress passOf(StreamingProvider provider, String artistId) {
        return passes.getOrDefault(provider, PassProgress.none(artistId));
    }

    Discography with(StreamingProvider provider, PassProgress progress) {
        Map<StreamingProvider, PassProgress> changed = new EnumMap<>(StreamingProvider.class);
        changed.putAll(passes);
        changed.put(provider, progress);
        return new Discography(changed, albums, waiting, open, revision);
    }

    Discography withOpen(List<Detection> left) {
        return new Discography(passes, albums, waiting, left, revision);
    }

    /** As it is to be stored in place of this one. */
    Discography next() {
        Map<String, KnownAlbum> latest = new LinkedHashMap<>();
        albums.entrySet().stream()
                .sorted(
                        Map.Entry.<String, KnownAlbum>comparingByValue(
                                        Comparator.comparing(KnownAlbum::date).reversed())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_ALBUMS)
                .forEach(it -> latest.put(it.getKey(), it.getValue()));
        return new Discography(passes, latest, waiting, open, revision + 1);
    }
}
