package dev.actionflows.domain.detection;

import dev.actionflows.domain.project.InMemoryCatalog;

class InMemoryWatchedArtistStoreTest extends WatchedArtistStoreContract {
    private static final InMemoryCatalog CATALOG = new InMemoryCatalog();

    InMemoryWatchedArtistStoreTest() {
        super(CATALOG, new InMemoryWatchedArtistStore(CATALOG));
    }
}
