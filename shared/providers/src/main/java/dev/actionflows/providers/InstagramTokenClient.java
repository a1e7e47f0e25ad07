package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refreshes long-lived access tokens: {@code GET /refresh_access_token}, which takes the token in
 * the query. It must be at least a day old and not expired; the new one is valid for sixty days.
 *
 * <p>Source: "Refresh a long-lived token" at
 * developers.facebook.com/docs/instagram-platform/reference/refresh_access_token.
 */
public final class InstagramTokenClient implements InstagramTokenProvider {
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,9}");

    private final ProviderHttp http;
    private final URI apiUrl;

    /**
     * @param client follows no redirects, which would forward the token
     * @param apiUrl {@code https://graph.instagram.com}
     */
    public InstagramTokenClient(HttpClient client, URI apiUrl) {
        this.http = new ProviderHttp(client);
        this.apiUrl = apiUrl;
    }

    @Override
    public Refresh refresh(InstagramToken token, Duration timeout) {
        String query =
                FormParameters.none()
                        .with("grant_type", "ig_refresh_token")
                        .with("access_token", token.value())
                        .encode();
        URI url = URI.create(Urls.join(apiUrl, "/refresh_access_token") + "?" + query);
        try {
            return resultOf(
                    http.send(HttpRequest.newBuilder(url).GET(), TimeBudget.startingNow(timeout)));
        } catch (IOException e) {
            return new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE);
        }
    }

    private static Refresh resultOf(Answer answer) {
        if (answer.isSuccess()) {
            Optional<Duration> validFor =
                    answer.text("expires_in")
                            .filter(it -> SECONDS.matcher(it).matches())
                            .map(it -> Duration.ofSeconds(Long.parseLong(it)));
            return answer.text("access_token")
                    .filter(it -> !it.isBlank() && validFor.isPresent())
                    .<Refresh>map(
                            it ->
                                    new Refresh.Refreshed(
                                            new InstagramToken(it), validFor.orElseThrow()))
                    .orElseGet(() -> new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE));
        }
        return switch (InstagramError.of(answer).code()) {
            case InstagramError.TOKEN_DEAD -> new Refresh.Ended();
            case InstagramError.APP_RATE, InstagramError.CUSTOM_RATE ->
                    new Refresh.NotRefreshed(Reason.RATE_LIMITED);
            case InstagramError.PERMISSION_DENIED, InstagramError.PERMISSION_MISSING ->
                    new Refresh.NotRefreshed(Reason.CREDENTIALS_REJECTED);
            default -> new Refresh.NotRefreshed(byStatus(answer));
        };
    }

    private static Reason byStatus(Answer answer) {
        if (answer.status() == Answer.TOO_MANY_REQUESTS) {
            return Reason.RATE_LIMITED;
        }
        return answer.isClientError() ? Reason.REJECTED : Reason.PROVIDER_UNAVAILABLE;
    }
}
