package dev.actionflows.providers;

import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.providers.SpotifyTokens.Exchange;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Client for Spotify's accounts service, following its guides "Authorization code flow" and
 * "Authorization code with PKCE flow". The app has a secret, so it authenticates itself and also
 * uses PKCE (RFC 9700, section 2.1.1).
 */
public final class SpotifySignInClient implements SpotifySignIn {
    /**
     * The code is already used at this point, so a brief failure must not make the fan authorize
     * again.
     */
    private static final int MAX_PROFILE_ATTEMPTS = 3;

    private final ProviderHttp http;
    private final SpotifyTokens tokens;
    private final URI apiUrl;
    private final String authorizePage;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}; also where fans' browsers are
     *     redirected
     */
    public SpotifySignInClient(HttpClient http, URI apiUrl, URI accountsUrl) {
        this.http = new ProviderHttp(http);
        this.tokens = new SpotifyTokens(this.http, accountsUrl);
        this.apiUrl = apiUrl;
        this.authorizePage = Urls.join(accountsUrl, "/authorize");
    }

    @Override
    public String authorizeUrl(
            String clientId,
            String redirectUri,
            Set<String> scopes,
            String state,
            String codeChallenge) {
        return authorizePage
                + "?"
                + FormParameters.none()
                        .with("response_type", "code")
                        .with("client_id", clientId)
                        .with("redirect_uri", redirectUri)
                        .with("scope", String.join(" ", new TreeSet<>(scopes)))
                        .with("state", state)
                        // Always show the dialog: a link created by a third party must not connect
                        // an account without its owner's consent.
                        .with("show_dialog", "true")
                        .with("code_challenge_method", "S256")
                        .with("code_challenge", codeChallenge)
                        .encode();
    }

    @Override
    public AuthorizationAnswer exchange(
            StreamingApp.Spotify app,
            String code,
            String codeVerifier,
            String redirectUri,
            Set<String> askedScopes,
            Duration timeout) {
        TimeBudget budget = TimeBudget.startingNow(timeout);
        return switch (tokens.exchange(app, code, codeVerifier, redirectUri, budget)) {
            case Exchange.Denied(var result) -> AuthorizationFailures.denied(result);
            case Exchange.Granted(
                            AccessGrant access,
                            String refreshToken,
                            Optional<Set<String>> scopes) ->
                    withAccount(
                            access.accessToken(),
                            new AuthorizationAnswer.Granted(
                                    refreshToken,
                                    scopes.orElse(askedScopes),
                                    Optional.empty(),
                                    Optional.of(access)),
                            budget);
        };
    }

    /** "Get Current User's Profile": needs no scope. Only the id of the profile is read. */
    private AuthorizationAnswer withAccount(
            String accessToken, AuthorizationAnswer.Granted granted, TimeBudget budget) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(Urls.join(apiUrl, "/v1/me")))
                        .header("Authorization", Credentials.bearer(accessToken))
                        .GET();
        AuthorizationAnswer answer = new AuthorizationAnswer.Unavailable();
        for (int attempt = 1; attempt <= MAX_PROFILE_ATTEMPTS; attempt++) {
            answer = ask(request, granted, budget);
            if (!(answer instanceof AuthorizationAnswer.Unavailable)) {
                return answer;
            }
        }
        return answer;
    }

    private AuthorizationAnswer ask(
            HttpRequest.Builder request, AuthorizationAnswer.Granted granted, TimeBudget budget) {
        try {
            Answer profile = http.send(request, budget);
            if (profile.status() == Answer.UNAUTHORIZED) {
                // Spotify rejects a token that it has just issued: a failure on its side.
                return new AuthorizationAnswer.Unavailable();
            }
            if (!profile.isSuccess()) {
                return AuthorizationFailures.denied(StreamingFailures.resultOf(profile));
            }
            return profile.text("id")
                    .filter(id -> !id.isBlank())
                    .<AuthorizationAnswer>map(
                            id ->
                                    new AuthorizationAnswer.Granted(
                                            granted.userToken(),
                                            granted.scopes(),
                                            Optional.of(id),
                                            granted.access()))
                    .orElseGet(AuthorizationAnswer.Unavailable::new);
        } catch (IOException e) {
            return new AuthorizationAnswer.Unavailable();
        }
    }
}
