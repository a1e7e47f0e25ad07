package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of an artist's albums at the services.
 *
 * @param passes how far the lists have been read; a service is missing if never asked
 * @param albums by their ids at the services, which differ between services
 * @param open albums whose consequences may not be stored yet
 * @param revision incremented by each change; 0 if nothing is stored
 */
public record Discography(
        Map<StreamingProvider, PassProgress> passes,
        Map<String, KnownAlbum> albums,
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
        open = List.copyOf(open);
    }

    /** Nothing is known. */
    public static Discography empty() {
        return new Discography(Map.of(), Map.of(), List.of(), 0);
    }

    PassProgress pass(StreamingProvider provider) {
        return passes.getOrDefault(provider, PassProgress.NONE);
    }

    Discography with(StreamingProvider provider, PassProgress progress) {
        Map<StreamingProvider, PassProgress> changed = new EnumMap<>(StreamingProvider.class);
        changed.putAll(passes);
        changed.put(provider, progress);
        return new Discography(changed, albums, open, revision);
    }

    Discography with(String id, KnownAlbum album) {
        Map<String, KnownAlbum> changed = new LinkedHashMap<>(albums);
        changed.put(id, album);
        return new Discography(passes, changed, open, revision);
    }

    Discography with(Detection detection) {
        List<Detection> changed = new ArrayList<>(open);
        changed.add(detection);
        return new Discography(passes, albums, changed, revision);
    }

    Discography withoutOpen() {
        return new Discography(passes, albums, List.of(), revision);
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
        return new Discography(passes, latest, open, revision + 1);
    }
}
