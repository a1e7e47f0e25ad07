package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Client for Spotify's token endpoint, following its guides "Refreshing tokens", "Authorization
 * code flow" and "Authorization code with PKCE flow": {@code POST /api/token} with a form body and
 * Basic authentication with the app's id and secret.
 */
final class SpotifyTokens {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** As of now, all access tokens are valid for an hour ("Refreshing tokens"). */
    private static final Duration LIFETIME_WHEN_MISSING = Duration.ofHours(1);

    private final ProviderHttp http;
    private final URI tokenEndpoint;

    SpotifyTokens(ProviderHttp http, URI accountsUrl) {
        this.http = http;
        this.tokenEndpoint = URI.create(Urls.join(accountsUrl, "/api/token"));
    }

    /** The result of exchanging an authorization code. */
    sealed interface Exchange {
        /**
         * @param scopes empty when the response names none, which means all requested scopes (RFC
         *     6749, section 5.1)
         */
        record Granted(AccessGrant access, String refreshToken, Optional<Set<String>> scopes)
                implements Exchange {
            /** Omits the tokens. */
            @Override
            public String toString() {
                return "Granted[" + scopes + "]";
            }
        }

        record Denied(StreamingResult result) implements Exchange {}
    }

    RefreshAnswer refresh(StreamingApp.Spotify app, String refreshToken, TimeBudget budget) {
        FormParameters form =
                FormParameters.none()
                        .with("grant_type", "refresh_token")
                        .with("refresh_token", refreshToken);
        try {
            return refreshOf(send(app, form, budget), refreshToken);
        } catch (IOException e) {
            return new RefreshAnswer.RefreshDenied(new StreamingResult.Unavailable());
        }
    }

    /** A token for what needs no fan ("Client credentials flow"; RFC 6749, section 4.4). */
    RefreshAnswer ofApp(StreamingApp.Spotify app, TimeBudget budget) {
        try {
            FormParameters form = FormParameters.none().with("grant_type", "client_credentials");
            return refreshOf(send(app, form, budget), "");
        } catch (IOException e) {
            return new RefreshAnswer.RefreshDenied(new StreamingResult.Unavailable());
        }
    }

    /** Returns {@link StreamingResult.AuthorizationEnded} when the code is invalid or expired. */
    Exchange exchange(
            StreamingApp.Spotify app,
            String code,
            String codeVerifier,
            String redirectUri,
            TimeBudget budget) {
        FormParameters form =
                FormParameters.none()
                        .with("grant_type", "authorization_code")
                        .with("code", code)
                        .with("redirect_uri", redirectUri)
                        .with("code_verifier", codeVerifier);
        try {
            return exchangeOf(send(app, form, budget));
        } catch (IOException e) {
            return new Exchange.Denied(new StreamingResult.Unavailable());
        }
    }

    private Answer send(StreamingApp.Spotify app, FormParameters form, TimeBudget budget)
            throws IOException {
        return http.send(
                HttpRequest.newBuilder(tokenEndpoint)
                        .header(
                                "Authorization",
                                Credentials.basic(app.clientId(), app.clientSecret()))
                        .header("Content-Type", FormParameters.MEDIA_TYPE)
                        .POST(BodyPublishers.ofString(form.encode())),
                budget);
    }

    private static Exchange exchangeOf(Answer answer) {
        if (!answer.isSuccess()) {
            return new Exchange.Denied(failureOf(answer));
        }
        Optional<AccessGrant> access = accessOf(answer);
        Optional<String> refreshToken =
                answer.text("refresh_token").filter(token -> !token.isBlank());
        return access.isPresent() && refreshToken.isPresent()
                ? new Exchange.Granted(
                        access.get(),
                        refreshToken.get(),
                        answer.text("scope").map(SpotifyTokens::scopesOf))
                : new Exchange.Denied(new StreamingResult.Unavailable());
    }

    private static Set<String> scopesOf(String scope) {
        return Arrays.stream(scope.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static RefreshAnswer refreshOf(Answer answer, String usedToken) {
        if (!answer.isSuccess()) {
            return new RefreshAnswer.RefreshDenied(failureOf(answer));
        }
        Optional<String> rotated =
                answer.text("refresh_token")
                        .filter(token -> !token.isBlank())
                        .filter(token -> !token.equals(usedToken));
        return accessOf(answer)
                .<RefreshAnswer>map(access -> new RefreshAnswer.Granted(access, rotated))
                .orElseGet(
                        () -> new RefreshAnswer.RefreshDenied(new StreamingResult.Unavailable()));
    }

    private static Optional<AccessGrant> accessOf(Answer answer) {
        Duration lifetime =
                answer.text("expires_in")
                        .filter(value -> SECONDS.matcher(value).matches())
                        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                        .orElse(LIFETIME_WHEN_MISSING);
        return answer.text("access_token")
                .filter(Credentials::fitsHeader)
                .map(token -> new AccessGrant(token, lifetime));
    }

    /**
     * Maps the error codes of RFC 6749, section 5.2, unless the status signals a temporary failure.
     */
    private static StreamingResult failureOf(Answer answer) {
        if (!answer.isClientError() || answer.status() == Answer.TOO_MANY_REQUESTS) {
            return StreamingFailures.resultOf(answer);
        }
        return switch (answer.text("error").orElse("")) {
            case "invalid_grant" -> new StreamingResult.AuthorizationEnded();
            case "invalid_client", "unauthorized_client" -> credentialsRejected();
            default ->
                    switch (answer.status()) {
                        case Answer.UNAUTHORIZED -> credentialsRejected();
                        // Spotify always names the error, so this response comes from a proxy.
                        case Answer.BAD_REQUEST ->
                                answer.has("error")
                                        ? StreamingFailures.resultOf(answer)
                                        : new StreamingResult.Unavailable();
                        default -> StreamingFailures.resultOf(answer);
                    };
        };
    }

    private static StreamingResult credentialsRejected() {
        return new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED);
    }
}
