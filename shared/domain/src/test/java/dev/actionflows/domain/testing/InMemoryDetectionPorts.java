package dev.actionflows.domain.testing;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.detection.DiscographyStore;
import dev.actionflows.domain.detection.InMemoryDiscographyStore;
import dev.actionflows.domain.detection.InMemoryStreamingDiscography;
import dev.actionflows.domain.detection.InMemoryWatchedArtistStore;
import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.fan.InMemoryExpiringConnectionStore;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.List;

/** What needs only the fans and the catalog. */
abstract class InMemoryDetectionPorts implements Ports {
    public final InMemoryFanStore fans = new InMemoryFanStore();
    public final InMemoryCatalog catalog = new InMemoryCatalog();
    public final InMemoryWatchedArtistStore watchedArtists =
            new InMemoryWatchedArtistStore(catalog);
    public final InMemoryDiscographyStore discographies = new InMemoryDiscographyStore();
    public final InMemoryStreamingDiscography spotifyAlbums =
            new InMemoryStreamingDiscography(StreamingProvider.SPOTIFY);
    public final InMemoryStreamingDiscography appleMusicAlbums =
            new InMemoryStreamingDiscography(StreamingProvider.APPLE_MUSIC);
    public final RecordingWatchObserver watchObserver = new RecordingWatchObserver();

    @Override
    public WatchedArtistStore watchedArtists() {
        return watchedArtists;
    }

    @Override
    public DiscographyStore discographies() {
        return discographies;
    }

    @Override
    public List<StreamingDiscography> streamingDiscographies() {
        return List.of(spotifyAlbums, appleMusicAlbums);
    }

    @Override
    public ReleaseWatchObserver releaseWatchObserver() {
        return watchObserver;
    }

    @Override
    public ExpiringConnectionStore expiringConnections() {
        return new InMemoryExpiringConnectionStore(fans);
    }

    @Override
    public CatalogWriter catalogWriter() {
        return catalog;
    }

    @Override
    public PreSaveStore preSaves() {
        return catalog;
    }
}
