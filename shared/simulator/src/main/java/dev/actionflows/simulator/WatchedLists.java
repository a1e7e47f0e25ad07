package dev.actionflows.simulator;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.DiscographyAnswer;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of one artist's albums at two services, which often do not answer while faults occur.
 */
final class WatchedLists {
    static final String SPOTIFY_ARTIST = "spotify:artist:4tZwfgrHOc3mvqYlEYSvVi";
    static final String APPLE_ARTIST = "1440857799";
    static final ProviderIds ARTIST =
            new ProviderIds(
                    Map.of(
                            StreamingProvider.SPOTIFY, SPOTIFY_ARTIST,
                            StreamingProvider.APPLE_MUSIC, APPLE_ARTIST));

    private final Kernel kernel;
    private final Faults faults;
    private final InMemoryPorts memory;

    WatchedLists(Kernel kernel, Faults faults, InMemoryPorts memory) {
        this.kernel = kernel;
        this.faults = faults;
        this.memory = memory;
    }

    /** The port of production code. */
    List<StreamingDiscography> ports() {
        return List.of(
                new Unreliable(memory.spotifyAlbums), new Unreliable(memory.appleMusicAlbums));
    }

    /** An album that a service lists from now on. */
    record Listing(
            StreamingProvider at,
            int number,
            String title,
            AlbumKind kind,
            LocalDate date,
            Optional<Upc> upc) {
        String id() {
            return switch (at) {
                case SPOTIFY -> "spotify:album:%022d".formatted(number);
                case APPLE_MUSIC -> Integer.toString(1_500_000_000 + number);
            };
        }
    }

    void list(Listing listing) {
        ListedAlbum album =
                new ListedAlbum(
                        listing.id(),
                        listing.title(),
                        "Slack Water",
                        listing.kind(),
                        ReleaseDate.of(listing.date()),
                        listing.upc());
        CatalogAlbum whole =
                new CatalogAlbum(
                        listing.id(), listing.title(), "Slack Water", List.of(), listing.upc());
        switch (listing.at()) {
            case SPOTIFY -> {
                memory.spotifyAlbums.lists(SPOTIFY_ARTIST, album);
                memory.spotifyCatalog.has(whole);
            }
            case APPLE_MUSIC -> {
                memory.appleMusicAlbums.lists(APPLE_ARTIST, album);
                memory.appleMusicCatalog.has(whole);
            }
        }
    }

    /** A client over the network: failures are answers. */
    private final class Unreliable implements StreamingDiscography {
        private final StreamingDiscography real;

        Unreliable(StreamingDiscography real) {
            this.real = real;
        }

        @Override
        public StreamingProvider provider() {
            return real.provider();
        }

        @Override
        public DiscographyAnswer page(
                StreamingApp app, String artistId, Optional<String> cursor, Duration timeout) {
            if (faults.hits(kernel.chance("watched lists").of("busy"), 0.2)) {
                return new DiscographyAnswer.NotListed(
                        new CatalogAnswer.LookupLimited(Duration.ofSeconds(20)));
            }
            try {
                return faults.call(
                        "StreamingDiscography." + provider(),
                        () -> real.page(app, artistId, cursor, timeout));
            } catch (ProblemException e) {
                return new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable());
            }
        }
    }
}
