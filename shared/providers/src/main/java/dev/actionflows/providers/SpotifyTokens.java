package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * Spotify's token endpoint, by its guide "Refreshing tokens": {@code POST /api/token}, form body,
 * Basic authentication with the app's id and secret.
 */
final class SpotifyTokens {
    private final ProviderHttp http;
    private final URI tokenEndpoint;

    SpotifyTokens(ProviderHttp http, URI accountsUrl) {
        this.http = http;
        this.tokenEndpoint = URI.create(Urls.join(accountsUrl, "/api/token"));
    }

    /** What came of asking for an access token. */
    sealed interface Refresh {
        /**
         * @param refreshToken the one to use from now on: mostly the one that was used
         */
        record Granted(String accessToken, String refreshToken) implements Refresh {
            /** Without the tokens. */
            @Override
            public String toString() {
                return "Granted[]";
            }
        }

        record Denied(StreamingResult result) implements Refresh {}
    }

    Refresh refresh(StreamingApp.Spotify app, String refreshToken, TimeBudget budget) {
        String form =
                FormParameters.none()
                        .with("grant_type", "refresh_token")
                        .with("refresh_token", refreshToken)
                        .encode();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(tokenEndpoint)
                        .header(
                                "Authorization",
                                Credentials.basic(app.clientId(), app.clientSecret()))
                        .header("Content-Type", FormParameters.MEDIA_TYPE)
                        .POST(BodyPublishers.ofString(form));
        try {
            return refreshOf(http.send(request, budget), refreshToken);
        } catch (IOException e) {
            return new Refresh.Denied(new StreamingResult.Unavailable());
        }
    }

    private static Refresh refreshOf(Answer answer, String usedToken) {
        if (!answer.isSuccess()) {
            return new Refresh.Denied(failureOf(answer));
        }
        String refreshToken =
                answer.text("refresh_token").filter(token -> !token.isBlank()).orElse(usedToken);
        return answer.text("access_token")
                .filter(Credentials::fitsHeader)
                .<Refresh>map(accessToken -> new Refresh.Granted(accessToken, refreshToken))
                .orElseGet(() -> new Refresh.Denied(new StreamingResult.Unavailable()));
    }

    /** By the error codes of RFC 6749, section 5.2, unless the status says "not now". */
    private static StreamingResult failureOf(Answer answer) {
        if (!answer.isClientError() || answer.status() == Answer.TOO_MANY_REQUESTS) {
            return StreamingFailures.resultOf(answer);
        }
        return switch (answer.text("error").orElse("")) {
            case "invalid_grant" -> new StreamingResult.AuthorisationEnded();
            case "invalid_client", "unauthorized_client" -> credentialsRejected();
            default ->
                    switch (answer.status()) {
                        case Answer.UNAUTHORIZED -> credentialsRejected();
                        // Spotify always says which error: this is a proxy's page.
                        case Answer.BAD_REQUEST ->
                                answer.has("error")
                                        ? StreamingFailures.resultOf(answer)
                                        : new StreamingResult.Unavailable();
                        default -> StreamingFailures.resultOf(answer);
                    };
        };
    }

    private static StreamingResult credentialsRejected() {
        return new StreamingResult.Refused(Reason.CREDENTIALS_REJECTED);
    }
}
