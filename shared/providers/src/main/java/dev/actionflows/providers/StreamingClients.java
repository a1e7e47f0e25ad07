package dev.actionflows.providers;

import dev.actionflows.domain.streaming.StreamingService;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The clients of all streaming services, as functions use them. */
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
}
