package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.providers.SpotifyTokens.Refresh;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Client for the Spotify Web API. Each call first refreshes the fan's access token; access tokens
 * are not cached.
 *
 * <p>Sources: the Web API reference and its OpenAPI file, "Refreshing tokens", "Rate limits" and
 * "Quota modes" at developer.spotify.com/documentation/web-api.
 */
public final class SpotifyClient implements StreamingService {
    private static final Pattern ALBUM = Pattern.compile("spotify:album:[0-9A-Za-z]+");
    private static final Pattern TRACK = Pattern.compile("spotify:track:[0-9A-Za-z]+");
    private static final Pattern PLAYLIST = Pattern.compile("spotify:playlist:[0-9A-Za-z]+");
    private static final Pattern ARTIST = Pattern.compile("spotify:artist:[0-9A-Za-z]+");

    /** One token refresh and one retry. A 401 means that the request was not executed. */
    private static final int MAX_ATTEMPTS = 2;

    /**
     * The quota belongs to the developer's whole account, and Spotify does not say when it resets.
     */
    private static final Duration QUOTA_PAUSE_WHEN_MISSING = Duration.ofHours(1);

    private final ProviderHttp http;
    private final SpotifyTokens tokens;
    private final URI apiUrl;
    private final FollowOperation followOperation;

    /** The Spotify operation that follows an artist. */
    public enum FollowOperation {
        /**
         * {@code PUT /v1/me/library?uris=spotify:artist:…}: the replacement for {@link #FOLLOWING}
         * according to the migration guide of February 2026, and the only one of the two that apps
         * in development mode may call. The reference does not list artists among its URIs.
         */
        LIBRARY,

        /**
         * {@code PUT /v1/me/following?type=artist&ids=…}: deprecated. Apps in development mode get
         * a 403; apps with extended quota keep it.
         */
        FOLLOWING
    }

    /** Creates a client that follows artists with {@link FollowOperation#LIBRARY}. */
    public SpotifyClient(HttpClient http, URI apiUrl, URI accountsUrl) {
        this(http, apiUrl, accountsUrl, FollowOperation.LIBRARY);
    }

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}
     */
    public SpotifyClient(
            HttpClient http, URI apiUrl, URI accountsUrl, FollowOperation followOperation) {
        this.http = new ProviderHttp(http);
        this.tokens = new SpotifyTokens(this.http, accountsUrl);
        this.apiUrl = apiUrl;
        this.followOperation = followOperation;
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return addToLibrary(access, ALBUM, albumId, timeout);
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return addToLibrary(access, TRACK, trackId, timeout);
    }

    /** Playlists are among the URIs of the library; the fan follows those of someone else. */
    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return addToLibrary(access, PLAYLIST, playlistId, timeout);
    }

    private StreamingAnswer addToLibrary(
            StreamingAccess access, Pattern kind, String uri, Duration timeout) {
        return kind.matcher(uri).matches() ? put(access, library(uri), timeout) : noSuchId();
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return ARTIST.matcher(artistId).matches()
                ? put(access, follow(artistId), timeout)
                : noSuchId();
    }

    private URI follow(String artistUri) {
        return switch (followOperation) {
            case LIBRARY -> library(artistUri);
            case FOLLOWING -> {
                String id = artistUri.substring("spotify:artist:".length());
                yield operation(
                        "/v1/me/following",
                        FormParameters.none().with("type", "artist").with("ids", id));
            }
        };
    }

    /** The URIs must be in the query; Spotify ignores a body. */
    private URI library(String uri) {
        return operation("/v1/me/library", FormParameters.none().with("uris", uri));
    }

    private URI operation(String path, FormParameters query) {
        return URI.create(Urls.join(apiUrl, path) + "?" + query.encode());
    }

    private StreamingAnswer put(StreamingAccess access, URI operation, Duration timeout) {
        TimeBudget budget = TimeBudget.startingNow(timeout);
        String refreshToken = access.userToken();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            switch (tokens.refresh(spotifyApp(access), refreshToken, budget)) {
                case Refresh.Denied(StreamingResult result) -> {
                    return answer(result, access, refreshToken);
                }
                case Refresh.Granted(String accessToken, String nextRefreshToken) -> {
                    refreshToken = nextRefreshToken;
                    Optional<StreamingResult> result = put(operation, accessToken, budget);
                    if (result.isPresent()) {
                        return answer(result.get(), access, refreshToken);
                    }
                }
            }
        }
        // Spotify rejects a token that it has just issued: a failure on its side.
        return answer(new StreamingResult.Unavailable(), access, refreshToken);
    }

    /** Empty when the API rejects the access token. */
    private Optional<StreamingResult> put(URI operation, String accessToken, TimeBudget budget) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(operation)
                        .header("Authorization", Credentials.bearer(accessToken))
                        .PUT(BodyPublishers.noBody());
        try {
            Answer answer = http.send(request, budget);
            return answer.status() == Answer.UNAUTHORIZED
                    ? Optional.empty()
                    : Optional.of(resultOf(answer));
        } catch (IOException e) {
            return Optional.of(new StreamingResult.Unavailable());
        }
    }

    private static StreamingResult resultOf(Answer answer) {
        if (answer.isSuccess()) {
            return new StreamingResult.Done();
        }
        if (answer.text("error", "reason").filter("QUOTA_EXCEEDED"::equals).isPresent()) {
            return new StreamingResult.RateLimited(RetryAfter.of(answer, QUOTA_PAUSE_WHEN_MISSING));
        }
        return StreamingFailures.resultOf(answer);
    }

    private static StreamingAnswer answer(
            StreamingResult result, StreamingAccess access, String refreshToken) {
        return new StreamingAnswer(
                result,
                Optional.of(refreshToken).filter(token -> !token.equals(access.userToken())));
    }

    private static StreamingAnswer noSuchId() {
        return StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.REJECTED));
    }

    private static StreamingApp.Spotify spotifyApp(StreamingAccess access) {
        return switch (access.app()) {
            case StreamingApp.Spotify spotify -> spotify;
            case StreamingApp.AppleMusic appleMusic ->
                    throw new IllegalArgumentException("not a Spotify app: " + appleMusic);
        };
    }
}
