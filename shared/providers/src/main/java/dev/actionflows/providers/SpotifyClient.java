package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Client for the Spotify Web API. Access tokens are the caller's business.
 *
 * <p>Sources: the Web API reference and its OpenAPI file, "Refreshing tokens", "Rate limits" and
 * "Quota modes" at developer.spotify.com/documentation/web-api.
 */
public final class SpotifyClient implements StreamingService {
    private static final Pattern ALBUM = Pattern.compile("spotify:album:[0-9A-Za-z]+");
    private static final Pattern TRACK = Pattern.compile("spotify:track:[0-9A-Za-z]+");
    private static final Pattern PLAYLIST = Pattern.compile("spotify:playlist:[0-9A-Za-z]+");
    private static final Pattern ARTIST = Pattern.compile("spotify:artist:[0-9A-Za-z]+");

    /**
     * The quota belongs to the developer's whole account, and Spotify does not say when it resets.
     */
    private static final Duration QUOTA_PAUSE_WHEN_MISSING = Duration.ofHours(1);

    private final ProviderHttp http;
    private final SpotifyTokens tokens;
    private final URI apiUrl;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}
     */
    public SpotifyClient(HttpClient http, URI apiUrl, URI accountsUrl) {
        this.http = new ProviderHttp(http);
        this.tokens = new SpotifyTokens(this.http, accountsUrl);
        this.apiUrl = apiUrl;
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        return tokens.refresh(spotify(app), userToken, TimeBudget.startingNow(timeout));
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return perform(access, StreamingOperation.SAVE_ALBUM, ALBUM, albumId, timeout);
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return perform(access, StreamingOperation.SAVE_TRACK, TRACK, trackId, timeout);
    }

    /** Playlists are among the URIs of the library; the fan follows those of someone else. */
    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return perform(access, StreamingOperation.FOLLOW_PLAYLIST, PLAYLIST, playlistId, timeout);
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return perform(access, StreamingOperation.FOLLOW_ARTIST, ARTIST, artistId, timeout);
    }

    private StreamingAnswer perform(
            StreamingAccess access,
            StreamingOperation operation,
            Pattern kind,
            String uri,
            Duration timeout) {
        return kind.matcher(uri).matches() ? perform(access, operation, uri, timeout) : noSuchId();
    }

    private URI uri(SpotifyEndpoint endpoint, StreamingOperation operation, String uri) {
        return switch (endpoint) {
            // the URIs must be in the query; Spotify ignores a body
            case LIBRARY -> request("/v1/me/library", FormParameters.none().with("uris", uri));
            case DEPRECATED -> deprecated(operation, uri.substring(uri.lastIndexOf(':') + 1));
        };
    }

    private URI deprecated(StreamingOperation operation, String id) {
        return switch (operation) {
            case SAVE_ALBUM -> request("/v1/me/albums", FormParameters.none().with("ids", id));
            case SAVE_TRACK -> request("/v1/me/tracks", FormParameters.none().with("ids", id));
            case FOLLOW_PLAYLIST ->
                    request("/v1/playlists/" + id + "/followers", FormParameters.none());
            case FOLLOW_ARTIST ->
                    request(
                            "/v1/me/following",
                            FormParameters.none().with("type", "artist").with("ids", id));
        };
    }

    private URI request(String path, FormParameters query) {
        return URI.create(Urls.join(apiUrl, path) + "?" + query.encode());
    }

    /**
     * Tries the other endpoint, once, if the answer may be that of an endpoint not for this app.
     */
    private StreamingAnswer perform(
            StreamingAccess access, StreamingOperation operation, String uri, Duration timeout) {
        TimeBudget budget = TimeBudget.startingNow(timeout);
        SpotifyEndpoint other = access.endpoint().other();
        Optional<SpotifyEndpoint> probed = Optional.empty();
        try {
            Answer first = put(uri(access.endpoint(), operation, uri), access.token(), budget);
            if (!access.mayProbe()
                    || !SpotifyDialects.mayNotServe(access.endpoint(), operation, first)) {
                return StreamingAnswer.of(resultOf(first));
            }
            probed = Optional.of(other);
            Answer second = put(uri(other, operation, uri), access.token(), budget);
            // if neither endpoint serves the app, the reason is not the endpoint
            return new StreamingAnswer(
                    resultOf(
                            SpotifyDialects.mayNotServe(other, operation, second) ? first : second),
                    probed);
        } catch (IOException e) {
            return new StreamingAnswer(new StreamingResult.Unavailable(), probed);
        }
    }

    private Answer put(URI operation, String token, TimeBudget budget) throws IOException {
        return http.send(
                HttpRequest.newBuilder(operation)
                        .header("Authorization", Credentials.bearer(token))
                        .PUT(BodyPublishers.noBody()),
                budget);
    }

    static StreamingResult resultOf(Answer answer) {
        if (answer.isSuccess()) {
            return new StreamingResult.Done();
        }
        if (answer.status() == Answer.UNAUTHORIZED) {
            return new StreamingResult.AccessTokenRejected();
        }
        if (answer.text("error", "reason").filter("QUOTA_EXCEEDED"::equals).isPresent()) {
            return new StreamingResult.RateLimited(RetryAfter.of(answer, QUOTA_PAUSE_WHEN_MISSING));
        }
        return StreamingFailures.resultOf(answer);
    }

    private static StreamingAnswer noSuchId() {
        return StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.REJECTED));
    }

    static StreamingApp.Spotify spotify(StreamingApp app) {
        return switch (app) {
            case StreamingApp.Spotify spotify -> spotify;
            case StreamingApp.AppleMusic appleMusic ->
                    throw new IllegalArgumentException("not a Spotify app: " + appleMusic);
        };
    }
}
