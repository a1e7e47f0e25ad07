package dev.actionflows.domain.streaming;

class InMemoryStreamingCatalogTest extends StreamingCatalogContract {
    @Override
    protected StreamingCatalog catalogWith(CatalogAlbum... albums) {
        return new InMemoryStreamingCatalog(StreamingProvider.APPLE_MUSIC).has(albums);
    }

    @Override
    protected StreamingCatalog catalogWithRecording(Isrc isrc, CatalogAlbum... albums) {
        return new InMemoryStreamingCatalog(StreamingProvider.APPLE_MUSIC)
                .hasRecording(isrc, albums);
    }

    @Override
    protected StreamingApp app() {
        return new StreamingApp.AppleMusic("team", "key", "private key");
    }

    @Override
    protected String albumId(int number) {
        return "100" + number;
    }

    @Override
    protected String artistId(int number) {
        return "200" + number;
    }
}
