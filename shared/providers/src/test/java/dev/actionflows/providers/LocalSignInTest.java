package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.AuthorizationAnswer.AuthorizationRefused;
import dev.actionflows.domain.streaming.AuthorizationAnswer.Granted;
import dev.actionflows.domain.streaming.AuthorizationAnswer.Invalid;
import dev.actionflows.domain.streaming.AuthorizationAnswer.RateLimited;
import dev.actionflows.domain.streaming.AuthorizationAnswer.Unavailable;
import dev.actionflows.domain.streaming.StreamingApp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The local cloud's stubs of Spotify's and Apple's sign-in behave as their README documents. */
class LocalSignInTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String REDIRECT_URI = "http://localhost:4566/connect/spotify/callback";
    private static final String VERIFIER = "v".repeat(43);

    private final HttpClient http = HttpClients.withConnectTimeout(Duration.ofSeconds(10));
    private final URI url = URI.create(PROVIDERS.baseUrl());
    private final SpotifySignInClient spotify = new SpotifySignInClient(http, url, url);

    private static Granted granted(String code, String refreshToken, String account) {
        return new Granted(
                refreshToken,
                Set.of("user-library-modify", "user-follow-modify", "playlist-modify-public"),
                Optional.of(account),
                Optional.of(new AccessGrant("code-" + code, Duration.ofHours(1))));
    }

    static Stream<Arguments> codes() {
        Duration enough = TIMEOUT;
        return Stream.of(
                Arguments.of(
                        "local-fan",
                        enough,
                        granted("local-fan", "local-local-fan", "account-local-fan")),
                Arguments.of(
                        "stub-forbidden",
                        enough,
                        granted("stub-forbidden", "stub-forbidden", "account-stub-forbidden")),
                Arguments.of("stub-code-expired", enough, new Invalid()),
                Arguments.of("stub-code-used", enough, new Invalid()),
                Arguments.of(
                        "stub-code-rate-limited", enough, new RateLimited(Duration.ofSeconds(7))),
                Arguments.of("stub-code-unavailable", enough, new Unavailable()),
                Arguments.of("stub-code-slow", Duration.ofSeconds(2), new Unavailable()),
                Arguments.of(
                        "stub-me-forbidden", enough, new AuthorizationRefused(Reason.FORBIDDEN)),
                Arguments.of(
                        "stub-me-rate-limited", enough, new RateLimited(Duration.ofSeconds(7))),
                Arguments.of("stub-me-unavailable", enough, new Unavailable()));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void each_magic_code_has_its_result(
            String code, Duration timeout, AuthorizationAnswer expected) {
        assertThat(exchange(code, VERIFIER, timeout)).isEqualTo(expected);
    }

    @Test
    void a_code_without_its_verifier_is_rejected() {
        assertThat(exchange("local-fan", "short", TIMEOUT))
                .isEqualTo(new AuthorizationRefused(Reason.REJECTED));
    }

    private AuthorizationAnswer exchange(String code, String verifier, Duration timeout) {
        return spotify.exchange(
                new StreamingApp.Spotify("client", "secret"),
                code,
                verifier,
                REDIRECT_URI,
                Set.of(),
                timeout);
    }

    @Test
    void the_page_returns_the_fan_with_a_code_or_an_error()
            throws IOException, InterruptedException {
        HttpResponse<String> page =
                get(
                        spotify.authorizeUrl(
                                "client",
                                REDIRECT_URI,
                                Set.of("user-library-modify"),
                                "the.state",
                                "c".repeat(43)));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<form id=\"agree\" action=\"" + REDIRECT_URI + "\">",
                        "name=\"state\" value=\"the.state\"",
                        "name=\"error\" value=\"access_denied\"",
                        "user-library-modify")
                .containsPattern("name=\"code\" value=\"fan-[A-Za-z0-9]{6}\"");
    }

    @Test
    void a_request_without_a_challenge_gets_no_page() throws IOException, InterruptedException {
        assertThat(
                        get(spotify.authorizeUrl(
                                        "client", REDIRECT_URI, Set.of(), "state", "short"))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void music_kit_is_served_as_a_script() throws IOException, InterruptedException {
        HttpResponse<String> script = get(url + "/musickit/v3/musickit.js");

        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(script.body()).contains("MusicKit", "musickitloaded");
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }
}
