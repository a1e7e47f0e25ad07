package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import static dev.actionflows.providers.StubbedSpotify.ALBUM;
import static dev.actionflows.providers.StubbedSpotify.APP;
import static dev.actionflows.providers.StubbedSpotify.TIMEOUT;
import static dev.actionflows.providers.StubbedSpotify.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

/**
 * Which of Spotify's two kinds of endpoints serves an app. Source: developer.spotify.com,
 * documentation/web-api/tutorials/february-2026-migration-guide.
 */
class SpotifyDialectTest {
    @RegisterExtension static final WireMockExtension SPOTIFY = StubbedSpotify.SPOTIFY;

    private static final String ARTIST = "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";
    private static final String LIBRARY = "/v1/me/library";
    private static final String ALBUMS = "/v1/me/albums";
    private static final String FOLLOWING = "/v1/me/following";

    /** Deprecated endpoints answer 403 to new apps in development mode. */
    @Test
    void an_app_whose_deprecated_endpoints_are_closed_is_served_by_the_library() {
        answer(LIBRARY, status(200));
        answer(ALBUMS, status(403));
        answer(FOLLOWING, status(403));

        assertThat(save(SpotifyEndpoint.LIBRARY)).isEqualTo(done());
        assertThat(save(SpotifyEndpoint.DEPRECATED)).isEqualTo(done(SpotifyEndpoint.LIBRARY));
        assertThat(follow(SpotifyEndpoint.DEPRECATED)).isEqualTo(done(SpotifyEndpoint.LIBRARY));
    }

    /** "Save albums for current user" takes bare ids; "Follow artists or users" answers 204. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 410})
    void an_app_without_the_library_endpoint_is_served_by_the_deprecated_ones(int status) {
        answer(LIBRARY, status(status));
        answer(ALBUMS, status(200));
        answer(FOLLOWING, noContent());

        assertThat(save(SpotifyEndpoint.LIBRARY)).isEqualTo(done(SpotifyEndpoint.DEPRECATED));
        assertThat(follow(SpotifyEndpoint.LIBRARY)).isEqualTo(done(SpotifyEndpoint.DEPRECATED));
        SPOTIFY.verify(1, putRequestedFor(urlEqualTo(ALBUMS + "?ids=4aawyAB9vmqN3uQ7FjRGTy")));
        SPOTIFY.verify(
                1,
                putRequestedFor(urlEqualTo(FOLLOWING + "?type=artist&ids=2CIMQHirSU0MQqyYHq0eOx")));
    }

    /** An older app in development mode has both. */
    @ParameterizedTest
    @EnumSource(SpotifyEndpoint.class)
    void an_app_with_both_is_asked_where_it_was_served_before(SpotifyEndpoint known) {
        answer(LIBRARY, status(200));
        answer(ALBUMS, status(200));

        assertThat(save(known)).isEqualTo(done());
        SPOTIFY.verify(1, putRequestedFor(urlPathMatching("/v1/me/.*")));
    }

    /** The reference does not list artists among the URIs that can be saved. */
    @Test
    void an_artist_that_the_library_rejects_is_followed_by_the_deprecated_endpoint() {
        answer(LIBRARY, status(400));
        answer(FOLLOWING, noContent());

        assertThat(follow(SpotifyEndpoint.LIBRARY)).isEqualTo(done(SpotifyEndpoint.DEPRECATED));
    }

    @Test
    void an_album_that_the_library_rejects_is_not_probed() {
        answer(LIBRARY, status(400));

        assertThat(save(SpotifyEndpoint.LIBRARY)).isEqualTo(refused(Reason.REJECTED));
        SPOTIFY.verify(1, putRequestedFor(urlPathMatching("/v1/me/.*")));
    }

    /** Sources: concepts/quota-modes; github.com/mralexsaavedra/spotiarr, issue 4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Active premium subscription required for the owner of the app",
                "Insufficient client scope",
                "User not registered in the Developer Dashboard"
            })
    void a_403_with_another_reason_is_not_probed(String message) {
        answer(
                LIBRARY,
                status(403)
                        .withBody(
                                "{\"error\":{\"status\":403,\"message\":\"%s\"}}"
                                        .formatted(message)));

        assertThat(save(SpotifyEndpoint.LIBRARY)).isEqualTo(refused(Reason.FORBIDDEN));
        SPOTIFY.verify(1, putRequestedFor(urlPathMatching("/v1/me/.*")));
    }

    @ParameterizedTest
    @CsvSource({
        "403, 403, FORBIDDEN",
        "403, 404, FORBIDDEN",
        "404, 403, UNKNOWN_AT_PROVIDER",
        "404, 404, UNKNOWN_AT_PROVIDER",
        "403, 400, REJECTED"
    })
    void an_app_that_neither_serves_keeps_its_first_answer_and_learns_nothing(
            int library, int albums, Reason reason) {
        answer(LIBRARY, status(library));
        answer(ALBUMS, status(albums));

        StreamingAnswer answer = save(SpotifyEndpoint.LIBRARY);

        assertThat(answer.result()).isEqualTo(new StreamingResult.RequestRefused(reason));
        assertThat(answer.learned()).isEmpty();
        SPOTIFY.verify(2, putRequestedFor(urlPathMatching("/v1/me/.*")));
    }

    @Test
    void a_probe_that_is_rate_limited_or_lacks_a_valid_token_says_so() {
        answer(LIBRARY, status(404));
        answer(ALBUMS, status(429).withHeader("Retry-After", "7"));
        assertThat(save(SpotifyEndpoint.LIBRARY).result())
                .isEqualTo(new StreamingResult.RateLimited(Duration.ofSeconds(7)));

        answer(ALBUMS, status(401));
        assertThat(save(SpotifyEndpoint.LIBRARY))
                .isEqualTo(
                        new StreamingAnswer(
                                new StreamingResult.AccessTokenRejected(),
                                Optional.of(SpotifyEndpoint.DEPRECATED)));
    }

    @Test
    void an_attempt_that_has_probed_does_not_probe_again() {
        answer(ALBUMS, status(403));

        assertThat(
                        client().saveAlbum(
                                        new StreamingAccess(
                                                APP, "access", SpotifyEndpoint.DEPRECATED, false),
                                        ALBUM,
                                        TIMEOUT))
                .isEqualTo(refused(Reason.FORBIDDEN));
        SPOTIFY.verify(1, putRequestedFor(urlPathMatching("/v1/me/.*")));
    }

    @Test
    void both_requests_of_a_call_share_its_timeout() {
        answer(LIBRARY, status(404).withFixedDelay(400));
        answer(ALBUMS, status(200).withFixedDelay(400));

        assertThat(
                        client().saveAlbum(
                                        new StreamingAccess(APP, "access"),
                                        ALBUM,
                                        Duration.ofMillis(600))
                                .result())
                .isEqualTo(new StreamingResult.Unavailable());
    }

    private static void answer(String path, ResponseDefinitionBuilder response) {
        SPOTIFY.stubFor(put(urlPathEqualTo(path)).willReturn(response));
    }

    private static StreamingAnswer save(SpotifyEndpoint known) {
        return client().saveAlbum(access(known), ALBUM, TIMEOUT);
    }

    private static StreamingAnswer follow(SpotifyEndpoint known) {
        return client().followArtist(access(known), ARTIST, TIMEOUT);
    }

    private static StreamingAccess access(SpotifyEndpoint known) {
        return new StreamingAccess(APP, "access", known, true);
    }

    private static StreamingAnswer done() {
        return StreamingAnswer.of(new StreamingResult.Done());
    }

    private static StreamingAnswer done(SpotifyEndpoint probed) {
        return new StreamingAnswer(new StreamingResult.Done(), Optional.of(probed));
    }

    private static StreamingAnswer refused(Reason reason) {
        return StreamingAnswer.of(new StreamingResult.RequestRefused(reason));
    }
}
