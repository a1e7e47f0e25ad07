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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Client for the Apple Music API.
 *
 * <p>A 202 response to "add to library" does not prove success: Apple silently ignores ids that
 * cannot be added, and an added item may take a while to appear. The client therefore reads each
 * save back. If an item has not appeared yet, the call returns {@link
 * StreamingResult.NotInLibraryYet}. The retry, minutes to hours later, adds the item again, which
 * is idempotent, and then finds what an earlier call added.
 *
 * <p>Sources at developer.apple.com/documentation/applemusicapi: "Add a Resource to a Library",
 * "Get a Catalog Album", "Get a Catalog Song" and "Get a Catalog Playlist" with their relationship
 * {@code library}, "Get a User's Storefront", "User authentication for MusicKit".
 */
public final class AppleMusicClient implements StreamingService {
    private static final Pattern STOREFRONT = Pattern.compile("[a-z]{2}");

    /**
     * Code of a 403 response on {@code /v1/me/*} when the music user token is no longer valid. Only
     * the fan can fix this, by authorizing again (developer.apple.com/forums, threads 810309 and
     * 857638).
     */
    private static final String USER_TOKEN_REJECTED = "40300";

    private final ProviderHttp http;
    private final URI apiUrl;
    private final DeveloperTokens developerTokens;

    /** What a fan can add to the library. */
    private enum Kind {
        ALBUMS("[0-9]+"),
        SONGS("[0-9]+"),
        PLAYLISTS("pl\\.[0-9A-Za-z-]+");

        private final Pattern id;

        Kind(String id) {
            this.id = Pattern.compile(id);
        }

        /** In {@code ids[…]} and in the path of the catalog. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param time limits the lifetime of developer tokens
     */
    public AppleMusicClient(HttpClient http, URI apiUrl, InstantSource time) {
        this.http = new ProviderHttp(http);
        this.apiUrl = apiUrl;
        this.developerTokens = new DeveloperTokens(time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.APPLE_MUSIC;
    }

    @Override
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        throw new UnsupportedOperationException("Apple Music has no access tokens");
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return save(access, Kind.ALBUMS, albumId, timeout);
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return save(access, Kind.SONGS, trackId, timeout);
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return save(access, Kind.PLAYLISTS, playlistId, timeout);
    }

    /** Always rejected: Apple Music has no such operation. */
    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
    }

    private StreamingAnswer save(StreamingAccess access, Kind kind, String id, Duration timeout) {
        return StreamingAnswer.of(save(access, kind, id, TimeBudget.startingNow(timeout)));
    }

    private StreamingResult save(StreamingAccess access, Kind kind, String id, TimeBudget budget) {
        if (!kind.id.matcher(id).matches()) {
            return new StreamingResult.RequestRefused(Reason.REJECTED);
        }
        if (!Credentials.fitsHeader(access.token())) {
            return new StreamingResult.AuthorizationEnded();
        }
        try {
            Requests requests =
                    new Requests(
                            developerTokens.tokenOf(appleMusic(access.app())),
                            access.token(),
                            budget);
            Answer added = requests.send("POST", library(kind, id));
            return added.isSuccess() ? accepted(readBack(requests, kind, id)) : failureOf(added);
        } catch (GeneralSecurityException e) {
            return new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED);
        } catch (IOException e) {
            return new StreamingResult.Unavailable();
        }
    }

    private static StreamingResult accepted(StreamingResult shown) {
        return shown instanceof StreamingResult.RateLimited(Duration retryAfter, _)
                ? new StreamingResult.RateLimited(retryAfter, true)
                : shown;
    }

    /** Whether the fan's library contains the item of the catalog. */
    private StreamingResult readBack(Requests requests, Kind kind, String id) throws IOException {
        Answer storefront = requests.send("GET", "/v1/me/storefront");
        if (!storefront.isSuccess()) {
            return failureOf(storefront);
        }
        Optional<String> country =
                storefront.text("data", 0, "id").filter(it -> STOREFRONT.matcher(it).matches());
        if (country.isEmpty()) {
            return new StreamingResult.Unavailable();
        }
        Answer item =
                requests.send(
                        "GET",
                        "/v1/catalog/%s/%s/%s?include=library"
                                .formatted(country.get(), kind.wireName(), id));
        if (!item.isSuccess()) {
            return failureOf(item);
        }
        if (item.has("data", 0, "relationships", "library", "data", 0)) {
            return new StreamingResult.Done();
        }
        return item.has("data", 0, "relationships", "library", "data")
                ? new StreamingResult.NotInLibraryYet()
                : new StreamingResult.Unavailable();
    }

    private static String library(Kind kind, String id) {
        String ids = "ids[%s]".formatted(kind.wireName());
        return "/v1/me/library?" + FormParameters.none().with(ids, id).encode();
    }

    static StreamingResult failureOf(Answer answer) {
        if (answer.status() == Answer.UNAUTHORIZED) {
            return new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED);
        }
        boolean userTokenRejected =
                answer.status() == Answer.FORBIDDEN
                        && answer.text("errors", 0, "code")
                                .equals(Optional.of(USER_TOKEN_REJECTED));
        return userTokenRejected
                ? new StreamingResult.AuthorizationEnded()
                : StreamingFailures.resultOf(answer);
    }

    static StreamingApp.AppleMusic appleMusic(StreamingApp app) {
        return switch (app) {
            case StreamingApp.AppleMusic appleMusic -> appleMusic;
            case StreamingApp.Spotify spotify ->
                    throw new IllegalArgumentException("not an Apple Music app: " + spotify);
        };
    }

    /** Sends requests with both tokens, within the time budget of one call. */
    private final class Requests {
        private final String developerToken;
        private final String userToken;
        private final TimeBudget budget;

        Requests(String developerToken, String userToken, TimeBudget budget) {
            this.developerToken = developerToken;
            this.userToken = userToken;
            this.budget = budget;
        }

        Answer send(String method, String path) throws IOException {
            return http.send(
                    HttpRequest.newBuilder(URI.create(Urls.join(apiUrl, path)))
                            .header("Authorization", Credentials.bearer(developerToken))
                            .header("Music-User-Token", userToken)
                            .method(method, BodyPublishers.noBody()),
                    budget);
        }
    }
}
