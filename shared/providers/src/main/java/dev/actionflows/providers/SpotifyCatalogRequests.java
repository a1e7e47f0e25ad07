package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Requests to Spotify's catalog with the app's own token. */
final class SpotifyCatalogRequests {
    private final ProviderHttp http;
    private final SpotifyAppTokens tokens;
    private final URI apiUrl;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}
     * @param time limits the lifetime of access tokens
     */
    SpotifyCatalogRequests(HttpClient http, URI apiUrl, URI accountsUrl, InstantSource time) {
        this.http = new ProviderHttp(http, CatalogFailures.MAX_BODY_BYTES);
        this.tokens = new SpotifyAppTokens(new SpotifyTokens(this.http, accountsUrl), time);
        this.apiUrl = apiUrl;
    }

    /** A lookup of one or several requests. */
    @FunctionalInterface
    interface Lookup<T> {
        T with(OneLookup requests) throws IOException, LookupFailedException;
    }

    /** Ends a lookup of several requests. */
    static final class LookupFailedException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient CatalogAnswer answer;

        LookupFailedException(StreamingResult result) {
            this.answer = CatalogFailures.answerOf(result);
        }
    }

    /**
     * @param timeout for all requests of the lookup together
     * @param failure converts the answer to a lookup that failed
     */
    <T> T answer(
            StreamingApp app,
            Duration timeout,
            Lookup<T> lookup,
            Function<CatalogAnswer, T> failure) {
        OneLookup requests =
                new OneLookup(SpotifyClient.spotify(app), TimeBudget.startingNow(timeout));
        try {
            return lookup.with(requests);
        } catch (LookupFailedException e) {
            return failure.apply(e.answer);
        } catch (IOException e) {
            return failure.apply(new CatalogAnswer.LookupUnavailable());
        }
    }

    /** Sends the requests of one lookup. */
    final class OneLookup {
        private final StreamingApp.Spotify app;
        private final TimeBudget budget;

        OneLookup(StreamingApp.Spotify app, TimeBudget budget) {
            this.app = app;
            this.budget = budget;
        }

        /** A 401 leads to one new token, unless the token is new. */
        Answer get(String path) throws IOException, LookupFailedException {
            Optional<String> cached = tokens.cached(app);
            if (cached.isPresent()) {
                Answer answer = get(path, cached.get());
                if (answer.status() != Answer.UNAUTHORIZED) {
                    return answer;
                }
            }
            return switch (tokens.request(app, budget)) {
                case RefreshAnswer.Granted granted -> get(path, granted.access().accessToken());
                case RefreshAnswer.RefreshDenied(StreamingResult result) ->
                        throw new LookupFailedException(result);
            };
        }

        private Answer get(String path, String token) throws IOException {
            return http.send(
                    HttpRequest.newBuilder(URI.create(Urls.join(apiUrl, path)))
                            .header("Authorization", Credentials.bearer(token))
                            .GET(),
                    budget);
        }
    }

    static boolean isNoSuchId(Answer answer) {
        return answer.status() == Answer.NOT_FOUND || answer.status() == Answer.BAD_REQUEST;
    }

    static Answer required(Answer answer) throws LookupFailedException {
        if (!answer.isSuccess()) {
            throw new LookupFailedException(SpotifyClient.resultOf(answer));
        }
        return answer;
    }

    /** A success without what was asked for is a failure. */
    static Answer having(Answer answer, Object... path) throws LookupFailedException {
        if (!answer.has(path)) {
            throw new LookupFailedException(new StreamingResult.Unavailable());
        }
        return answer;
    }
}
