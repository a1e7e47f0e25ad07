package dev.actionflows.domain.detection;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The artists in whose lists of fans a fan was ever registered. Thread-safe. */
public final class InMemoryWatchedArtistStore implements WatchedArtistStore {
    private static final Pages<WatchedArtist> PAGES =
            Pages.ascending(InMemoryWatchedArtistStore::keyOf, "prj_[0-9a-z]{16}#art_[0-9a-z]{16}");

    private final InMemoryCatalog catalog;
    private final Map<String, Instant> checkedAt = new HashMap<>();
    private final Map<String, Instant> readAt = new HashMap<>();

    private Consumer<WatchedArtist> listener = _ -> {};

    public InMemoryWatchedArtistStore(InMemoryCatalog catalog) {
        this.catalog = catalog;
    }

    /** Is told before it is stored that an artist was checked. */
    public synchronized void listen(Consumer<WatchedArtist> added) {
        listener = added;
    }

    private static String keyOf(WatchedArtist artist) {
        return artist.project() + "#" + artist.artist();
    }

    @Override
    public synchronized Page<WatchedArtist> list(Optional<String> cursor, int limit) {
        return PAGES.page(
                catalog.watched().stream()
                        .map(
                                it ->
                                        new WatchedArtist(
                                                it.project(),
                                                it.artist(),
                                                it.since(),
                                                Optional.ofNullable(checkedAt.get(keyOf(it))),
                                                Optional.ofNullable(readAt.get(keyOf(it)))))
                        .toList(),
                cursor,
                limit);
    }

    @Override
    public synchronized void checked(WatchedArtist artist, Instant at, boolean isRead) {
        listener.accept(artist);
        checkedAt.put(keyOf(artist), at);
        if (isRead) {
            readAt.put(keyOf(artist), at);
        }
    }
}
