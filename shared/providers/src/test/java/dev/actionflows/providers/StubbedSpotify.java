package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingResult;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** Stubs of Spotify for its clients' tests, which have to register {@link #SPOTIFY}. */
final class StubbedSpotify {
    static final WireMockExtension SPOTIFY =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
    static final StreamingApp APP = new StreamingApp.Spotify("client", "a secret");
    static final String USER_TOKEN = "a refresh token";
    static final StreamingAccess ACCESS = new StreamingAccess(APP, "access");
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    static final HttpClient HTTP = HttpClients.withConnectTimeout(Duration.ofSeconds(10));

    static StreamingResult save() {
        return save(TIMEOUT);
    }

    /** With a new access token, like the callers of the client. */
    static StreamingResult save(Duration timeout) {
        return switch (refresh(timeout)) {
            case RefreshAnswer.Granted(AccessGrant access, _) ->
                    client().saveAlbum(
                                    new StreamingAccess(APP, access.accessToken()), ALBUM, timeout)
                            .result();
            case RefreshAnswer.RefreshDenied(StreamingResult result) -> result;
        };
    }

    static RefreshAnswer refresh() {
        return refresh(TIMEOUT);
    }

    private static RefreshAnswer refresh(Duration timeout) {
        return client().refresh(APP, USER_TOKEN, timeout);
    }

    static SpotifyClient client() {
        return new SpotifyClient(HTTP, url(), url());
    }

    static URI url() {
        return URI.create(SPOTIFY.baseUrl());
    }

    static void grantTokens() {
        answerTokenWith(
                okJson(
                        """
                        {"access_token":"access","token_type":"Bearer","expires_in":3600}
                        """));
    }

    static void acceptEverything() {
        answerSaveWith(status(200));
    }

    static void answerTokenWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(post("/api/token").willReturn(answer));
    }

    static void answerSaveWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(put(urlPathEqualTo("/v1/me/library")).willReturn(answer));
    }

    private StubbedSpotify() {}
}
