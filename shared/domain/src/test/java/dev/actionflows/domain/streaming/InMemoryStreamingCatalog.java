package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** An in-memory catalog of a streaming service. Thread-safe. */
public final class InMemoryStreamingCatalog implements StreamingCatalog {
    private final StreamingProvider provider;
    private final Set<CatalogAlbum> albums = new LinkedHashSet<>();
    private final Map<Isrc, List<CatalogAlbum>> recordings = new HashMap<>();
    private final Deque<CatalogAnswer> script = new ArrayDeque<>();
    private int lookups;

    public InMemoryStreamingCatalog(StreamingProvider provider) {
        this.provider = provider;
    }

    public synchronized InMemoryStreamingCatalog has(CatalogAlbum... more) {
        albums.addAll(List.of(more));
        return this;
    }

    /** These albums, which contain this recording. */
    public synchronized InMemoryStreamingCatalog hasRecording(Isrc isrc, CatalogAlbum... on) {
        recordings.computeIfAbsent(isrc, _ -> new ArrayList<>()).addAll(List.of(on));
        return has(on);
    }

    /** The next lookups get these answers, in this order. */
    public synchronized InMemoryStreamingCatalog answers(CatalogAnswer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** The number of lookups so far. */
    public synchronized int lookups() {
        return lookups;
    }

    @Override
    public StreamingProvider provider() {
        return provider;
    }

    @Override
    public synchronized CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout) {
        return answer(album -> album.upc().filter(upc::equals).isPresent(), Integer.MAX_VALUE);
    }

    @Override
    public synchronized CatalogAnswer albumsWithRecording(
            StreamingApp app, Isrc isrc, Duration timeout) {
        return answer(
                recordings.getOrDefault(isrc, List.of())::contains, MAX_ALBUMS_WITH_RECORDING);
    }

    @Override
    public synchronized CatalogAnswer album(StreamingApp app, String albumId, Duration timeout) {
        return answer(album -> album.id().equals(albumId), 1);
    }

    @Override
    public synchronized CatalogAnswer albumsOf(
            StreamingApp app, String artistId, Duration timeout) {
        return answer(
                album -> album.artists().stream().anyMatch(it -> it.id().equals(artistId)),
                MAX_ALBUMS_OF_ARTIST);
    }

    private CatalogAnswer answer(Predicate<CatalogAlbum> which, int limit) {
        lookups++;
        CatalogAnswer scripted = script.poll();
        return scripted == null
                ? new CatalogAnswer.Found(albums.stream().filter(which).limit(limit).toList())
                : scripted;
    }
}
