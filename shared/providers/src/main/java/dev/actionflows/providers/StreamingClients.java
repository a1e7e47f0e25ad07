package dev.actionflows.providers;

import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingService;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Creates the clients of all streaming services for the functions. */
public final class StreamingClients {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    private StreamingClients() {}

    /**
     * @param spotifyApi {@code https://api.spotify.com}
     * @param spotifyAccounts {@code https://accounts.spotify.com}
     * @param appleMusicApi {@code https://api.music.apple.com}
     */
    public static List<StreamingService> at(
            URI spotifyApi, URI spotifyAccounts, URI appleMusicApi, InstantSource clock) {
        HttpClient http = HttpClients.withConnectTimeout(CONNECT_WITHIN);
        return List.of(
                new SpotifyClient(http, spotifyApi, spotifyAccounts),
                new AppleMusicClient(http, appleMusicApi, clock));
    }

    /**
     * The catalogs of all services.
     *
     * @param spotifyApi {@code https://api.spotify.com}
     * @param spotifyAccounts {@code https://accounts.spotify.com}
     * @param appleMusicApi {@code https://api.music.apple.com}
     * @param appleMusicStorefront the country whose store is searched, such as {@code us}
     */
    public static List<StreamingCatalog> catalogs(
            URI spotifyApi,
            URI spotifyAccounts,
            URI appleMusicApi,
            String appleMusicStorefront,
            InstantSource clock) {
        HttpClient http = HttpClients.withConnectTimeout(CONNECT_WITHIN);
        return List.of(
                new SpotifyCatalogClient(http, spotifyApi, spotifyAccounts, clock),
                new AppleMusicCatalogClient(http, appleMusicApi, appleMusicStorefront, clock));
    }

    /**
     * The lists of artists' albums at all services.
     *
     * @param spotifyApi {@code https://api.spotify.com}
     * @param spotifyAccounts {@code https://accounts.spotify.com}
     * @param appleMusicApi {@code https://api.music.apple.com}
     * @param appleMusicStorefront the country whose store is read, such as {@code us}
     */
    public static List<StreamingDiscography> discographies(
            URI spotifyApi,
            URI spotifyAccounts,
            URI appleMusicApi,
            String appleMusicStorefront,
            InstantSource clock) {
        HttpClient http = HttpClients.withConnectTimeout(CONNECT_WITHIN);
        return List.of(
                new SpotifyDiscographyClient(http, spotifyApi, spotifyAccounts, clock),
                new AppleMusicDiscographyClient(http, appleMusicApi, appleMusicStorefront, clock));
    }

    /**
     * @param spotifyApi {@code https://api.spotify.com}
     * @param spotifyAccounts {@code https://accounts.spotify.com}
     */
    public static SpotifySignIn spotifySignIn(URI spotifyApi, URI spotifyAccounts) {
        return new SpotifySignInClient(
                HttpClients.withConnectTimeout(CONNECT_WITHIN), spotifyApi, spotifyAccounts);
    }

    /**
     * @param appleMusicApi {@code https://api.music.apple.com}
     */
    public static AppleMusicSignIn appleMusicSignIn(URI appleMusicApi, InstantSource clock) {
        return new AppleMusicSignInClient(
                HttpClients.withConnectTimeout(CONNECT_WITHIN), appleMusicApi, clock);
    }
}
