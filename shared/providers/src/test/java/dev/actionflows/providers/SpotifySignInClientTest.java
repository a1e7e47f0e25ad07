package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.SpotifySignInContract;
import dev.actionflows.domain.streaming.StreamingApp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of Spotify's contract that signing in relies on. Sources: tutorials/code-flow and
 * tutorials/code-pkce-flow below developer.spotify.com/documentation/web-api; RFC 6749, sections
 * 4.1 and 5; RFC 7636, section 4.
 */
class SpotifySignInClientTest extends SpotifySignInContract {
    @RegisterExtension
    static final WireMockExtension SPOTIFY =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final StreamingApp.Spotify APP = new StreamingApp.Spotify("client", "a secret");
    private static final String REDIRECT_URI = "https://flows.example.com/connect/spotify/callback";
    private static final Set<String> REQUESTED_SCOPES = Set.of("user-library-modify");
    private static final Optional<AccessGrant> ACCESS =
            Optional.of(new AccessGrant("access", Duration.ofHours(1)));

    private static final String TOKENS =
            """
            {"access_token": "access", "token_type": "Bearer", "expires_in": 3600,
             "scope": "user-library-modify  user-follow-modify", "refresh_token": "refresh"}
            """;

    private final SpotifySignInClient client =
            new SpotifySignInClient(
                    HttpClients.withConnectTimeout(Duration.ofSeconds(10)),
                    URI.create(SPOTIFY.baseUrl()),
                    URI.create(SPOTIFY.baseUrl() + "/"));

    @Override
    protected SpotifySignIn signInWhen(Situation situation) {
        answerTokenWith(okJson(TOKENS));
        answerProfileWith(okJson("{\"id\": \"" + ACCOUNT + "\"}"));
        switch (situation) {
            case TAKES_IT -> {}
            case DOES_NOT_KNOW_IT ->
                    answerTokenWith(status(400).withBody("{\"error\": \"invalid_grant\"}"));
            case FORBIDS -> answerProfileWith(status(403));
            case BUSY -> answerTokenWith(status(429).withHeader("Retry-After", "7"));
            case FAILS -> answerTokenWith(status(503));
        }
        return client;
    }

    @Override
    protected String codeFrom(String url) {
        return "the code";
    }

    private static void answerTokenWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(post("/api/token").willReturn(answer));
    }

    private static void answerProfileWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(get("/v1/me").willReturn(answer));
    }

    private AuthorizationAnswer exchange() {
        return exchange(Duration.ofSeconds(5));
    }

    private AuthorizationAnswer exchange(Duration timeout) {
        return client.exchange(
                APP, "the code", "verifier", REDIRECT_URI, REQUESTED_SCOPES, timeout);
    }

    @Test
    void the_authorize_url_contains_the_challenge_and_never_the_secret() {
        assertThat(
                        client.authorizeUrl(
                                "client",
                                REDIRECT_URI,
                                Set.of("user-library-modify", "user-follow-modify"),
                                "the.state",
                                "challenge"))
                .isEqualTo(
                        SPOTIFY.baseUrl()
                                + "/authorize?response_type=code&client_id=client&redirect_uri="
                                + "https%3A%2F%2Fflows.example.com%2Fconnect%2Fspotify%2Fcallback"
                                + "&scope=user-follow-modify+user-library-modify&state=the.state&show_dialog=true"
                                + "&code_challenge_method=S256&code_challenge=challenge");
    }

    @Test
    void a_code_is_exchanged_with_its_verifier_and_the_apps_credentials() {
        answerTokenWith(okJson(TOKENS));
        answerProfileWith(okJson("{\"id\": \"fan-at-spotify\"}"));

        assertThat(exchange())
                .isEqualTo(
                        new AuthorizationAnswer.Granted(
                                "refresh",
                                Set.of("user-library-modify", "user-follow-modify"),
                                Optional.of("fan-at-spotify"),
                                ACCESS));
        SPOTIFY.verify(
                1,
                postRequestedFor(urlEqualTo("/api/token"))
                        .withHeader("Authorization", equalTo("Basic Y2xpZW50OmEgc2VjcmV0"))
                        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                        .withRequestBody(
                                equalTo(
                                        "grant_type=authorization_code&code=the+code&redirect_uri="
                                            + "https%3A%2F%2Fflows.example.com%2Fconnect%2Fspotify%2Fcallback"
                                            + "&code_verifier=verifier")));
        SPOTIFY.verify(
                1,
                getRequestedFor(urlEqualTo("/v1/me"))
                        .withHeader("Authorization", equalTo("Bearer access")));
    }

    /** Source: RFC 6749, section 5.1. */
    @Test
    void without_a_scope_in_the_response_all_requested_scopes_are_granted() {
        answerTokenWith(okJson("{\"access_token\": \"access\", \"refresh_token\": \"refresh\"}"));
        answerProfileWith(okJson("{\"id\": \"fan\"}"));

        assertThat(exchange())
                .isEqualTo(
                        new AuthorizationAnswer.Granted(
                                "refresh", REQUESTED_SCOPES, Optional.of("fan"), ACCESS));
    }

    /** Source: RFC 6749, section 5.2: expired, already used, or issued for another redirect URI. */
    @Test
    void an_expired_code_is_invalid_and_not_retried() {
        answerTokenWith(status(400).withBody("{\"error\": \"invalid_grant\"}"));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.Invalid());
        SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
        SPOTIFY.verify(0, getRequestedFor(urlEqualTo("/v1/me")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"error\":\"invalid_client\"}', CREDENTIALS_REJECTED",
        "400, '{\"error\":\"invalid_request\"}', REJECTED",
        "403, '', FORBIDDEN"
    })
    void a_rejection_by_spotify_has_its_reason(int status, String body, Reason reason) {
        answerTokenWith(status(status).withBody(body));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.AuthorizationRefused(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "no JSON",
                "{\"access_token\": \"access\"}",
                "{\"access_token\": \"access\", \"refresh_token\": \" \"}",
                "{\"access_token\": \"a\\nb\", \"refresh_token\": \"refresh\"}"
            })
    void a_response_without_usable_tokens_grants_nothing(String body) {
        answerTokenWith(okJson(body));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.Unavailable());
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_connection_is_retryable(Fault fault) {
        SPOTIFY.stubFor(
                post("/api/token")
                        .willReturn(
                                com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                                        .withFault(fault)));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.Unavailable());
    }

    @Test
    void a_timeout_is_retryable() {
        answerTokenWith(okJson(TOKENS).withFixedDelay(60_000));

        assertThat(exchange(Duration.ofMillis(300)))
                .isEqualTo(new AuthorizationAnswer.Unavailable());
    }

    @Test
    void the_profile_request_is_retried() {
        answerTokenWith(okJson(TOKENS));
        SPOTIFY.stubFor(
                get("/v1/me")
                        .inScenario("outage")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(status(502))
                        .willSetStateTo("over"));
        SPOTIFY.stubFor(
                get("/v1/me")
                        .inScenario("outage")
                        .whenScenarioStateIs("over")
                        .willReturn(okJson("{\"id\": \"fan\"}")));

        assertThat(exchange()).isInstanceOf(AuthorizationAnswer.Granted.class);
    }

    @Test
    void the_profile_request_is_retried_only_twice() {
        answerTokenWith(okJson(TOKENS));
        answerProfileWith(status(503));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.Unavailable());
        SPOTIFY.verify(3, getRequestedFor(urlEqualTo("/v1/me")));
    }

    /** Source: concepts/quota-modes: an app in development mode serves allow-listed fans only. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\": \"\"}", "no JSON"})
    void an_account_without_an_id_is_not_accepted(String profile) {
        answerTokenWith(okJson(TOKENS));
        answerProfileWith(okJson(profile));

        assertThat(exchange()).isEqualTo(new AuthorizationAnswer.Unavailable());
    }

    @Test
    void the_string_representation_of_a_grant_contains_no_secrets() {
        assertThat(
                        new AuthorizationAnswer.Granted(
                                "secret",
                                REQUESTED_SCOPES,
                                Optional.of("account"),
                                Optional.of(new AccessGrant("secret", Duration.ofHours(1)))))
                .asString()
                .doesNotContain("secret", "account");
    }
}
