package dev.actionflows.domain.application;

import dev.actionflows.domain.detection.DiscographyStore;
import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.fan.ExpiringConnectionStore;

import java.util.List;

/** What only the search for new releases and for expiring connections needs. */
public interface DetectionPorts {
    WatchedArtistStore watchedArtists();

    DiscographyStore discographies();

    List<StreamingDiscography> streamingDiscographies();

    ReleaseWatchObserver releaseWatchObserver();

    ExpiringConnectionStore expiringConnections();
}
