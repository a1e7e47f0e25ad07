package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingApp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies music user tokens, which MusicKit creates in a fan's browser. Apple has no operation
 * that checks a token. "Get a User's Storefront" requires a valid token and reads no other data of
 * the fan.
 *
 * <p>Source: "User authentication for MusicKit" at developer.apple.com/documentation/applemusicapi.
 */
public final class AppleMusicSignInClient implements AppleMusicSignIn {
    private final ProviderHttp http;
    private final URI storefront;
    private final DeveloperTokens developerTokens;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param time limits the lifetime of developer tokens
     */
    public AppleMusicSignInClient(HttpClient http, URI apiUrl, InstantSource time) {
        this.http = new ProviderHttp(http);
        this.storefront = URI.create(Urls.join(apiUrl, "/v1/me/storefront"));
        this.developerTokens = new DeveloperTokens(time);
    }

    @Override
    public Optional<String> developerToken(StreamingApp.AppleMusic app) {
        try {
            return Optional.of(developerTokens.tokenOf(app));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public AuthorizationAnswer check(
            StreamingApp.AppleMusic app, String userToken, Duration timeout) {
        if (!Credentials.fitsHeader(userToken)) {
            return new AuthorizationAnswer.Invalid();
        }
        Optional<String> developerToken = developerToken(app);
        if (developerToken.isEmpty()) {
            return new AuthorizationAnswer.AuthorizationRefused(Reason.CREDENTIALS_REJECTED);
        }
        try {
            Answer answer =
                    http.send(
                            HttpRequest.newBuilder(storefront)
                                    .header(
                                            "Authorization",
                                            Credentials.bearer(developerToken.get()))
                                    .header("Music-User-Token", userToken)
                                    .GET(),
                            TimeBudget.startingNow(timeout));
            return answer.isSuccess()
                    ? new AuthorizationAnswer.Granted(userToken, Set.of(), Optional.empty())
                    : AuthorizationFailures.denied(AppleMusicClient.failureOf(answer));
        } catch (IOException e) {
            return new AuthorizationAnswer.Unavailable();
        }
    }
}
