package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Client for the Spotify Web API. Access tokens are the caller's business.
 *
 * <p>Sources: the Web API reference and its OpenAPI file, "Refreshing tokens", "Rate limits" and
 * "Quota modes" at developer.spotify.com/documentation/web-api.
 */
public final class SpotifyClient implements StreamingService {
    private static final Pattern ALBUM = Pattern.compile("spotify:album:[0-9A-Za-z]+");
    private static final Pattern ARTIST = Pattern.compile("spotify:artist:[0-9A-Za-z]+");

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
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        return tokens.refresh(spotify(app), userToken, TimeBudget.startingNow(timeout));
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return ALBUM.matcher(albumId).matches()
                ? put(access, library(albumId), timeout)
                : noSuchId();
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
        HttpRequest.Builder request =
                HttpRequest.newBuilder(operation)
                        .header("Authorization", Credentials.bearer(access.token()))
                        .PUT(BodyPublishers.noBody());
        try {
            return StreamingAnswer.of(
                    resultOf(http.send(request, TimeBudget.startingNow(timeout))));
        } catch (IOException e) {
            return StreamingAnswer.of(new StreamingResult.Unavailable());
        }
    }

    private static StreamingResult resultOf(Answer answer) {
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

    private static StreamingApp.Spotify spotify(StreamingApp app) {
        return switch (app) {
            case StreamingApp.Spotify spotify -> spotify;
            case StreamingApp.AppleMusic appleMusic ->
                    throw new IllegalArgumentException("not a Spotify app: " + appleMusic);
        };
    }
}
