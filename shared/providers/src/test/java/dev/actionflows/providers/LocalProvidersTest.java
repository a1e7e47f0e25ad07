package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingResult.AccessTokenRejected;
import dev.actionflows.domain.streaming.StreamingResult.AuthorizationEnded;
import dev.actionflows.domain.streaming.StreamingResult.Done;
import dev.actionflows.domain.streaming.StreamingResult.NotInLibraryYet;
import dev.actionflows.domain.streaming.StreamingResult.RateLimited;
import dev.actionflows.domain.streaming.StreamingResult.RequestRefused;
import dev.actionflows.domain.streaming.StreamingResult.Unavailable;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The local cloud's stubs behave as their README documents, and our clients understand them. */
class LocalProvidersTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static HttpClient http() {
        return HttpClients.withConnectTimeout(Duration.ofSeconds(10));
    }

    private static URI url() {
        return URI.create(PROVIDERS.baseUrl());
    }

    private static RateLimited rateLimited(String duration) {
        return new RateLimited(Duration.parse(duration));
    }

    @Nested
    class Spotify {
        private static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
        private static final String ARTIST = "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";

        static Stream<Arguments> refreshTokens() {
            return Stream.of(
                    Arguments.of("any other", TIMEOUT, new Done()),
                    Arguments.of("stub-invalid-grant", TIMEOUT, new AuthorizationEnded()),
                    Arguments.of("stub-token-rate-limited", TIMEOUT, rateLimited("PT3S")),
                    Arguments.of("stub-token-unavailable", TIMEOUT, new Unavailable()),
                    Arguments.of("stub-token-slow", SHORT, new Unavailable()),
                    Arguments.of("stub-unauthorized", TIMEOUT, new AccessTokenRejected()),
                    Arguments.of("stub-forbidden", TIMEOUT, new RequestRefused(Reason.FORBIDDEN)),
                    Arguments.of("stub-rate-limited", TIMEOUT, rateLimited("PT5S")),
                    Arguments.of("stub-rate-limited-for-a-day", TIMEOUT, rateLimited("PT24H")),
                    Arguments.of("stub-quota-exceeded", TIMEOUT, rateLimited("PT1H")),
                    Arguments.of("stub-unavailable", TIMEOUT, new Unavailable()),
                    Arguments.of("stub-slow", SHORT, new Unavailable()),
                    Arguments.of("stub-reset", TIMEOUT, new Unavailable()));
        }

        @ParameterizedTest
        @MethodSource("refreshTokens")
        void each_magic_refresh_token_has_its_result(
                String refreshToken, Duration timeout, StreamingResult expected) {
            assertThat(save("client", refreshToken, ALBUM, timeout)).isEqualTo(expected);
            assertThat(follow("client", refreshToken, ARTIST, timeout)).isEqualTo(expected);
        }

        @Test
        void a_rotating_refresh_token_is_replaced() {
            assertThat(client().refresh(app("client"), "stub-rotating", TIMEOUT))
                    .isInstanceOfSatisfying(
                            RefreshAnswer.Granted.class,
                            granted ->
                                    assertThat(granted.rotatedUserToken())
                                            .contains("stub-rotated"));
        }

        @ParameterizedTest
        @CsvSource({
            "Started, LIBRARY, LIBRARY",
            "Started, DEPRECATED, DEPRECATED",
            "new-development, DEPRECATED, LIBRARY",
            "new-development, LIBRARY, LIBRARY",
            "extended-quota, LIBRARY, DEPRECATED",
            "extended-quota, DEPRECATED, DEPRECATED"
        })
        void the_dialect_can_be_switched(
                String state, SpotifyEndpoint known, SpotifyEndpoint serves) {
            if (!state.equals(Scenario.STARTED)) {
                PROVIDERS.setScenarioState("spotify-dialect", state);
            }
            StreamingAccess access = new StreamingAccess(app("client"), "any", known, true);
            Optional<SpotifyEndpoint> learned =
                    known == serves ? Optional.empty() : Optional.of(serves);

            for (StreamingAnswer answer :
                    List.of(
                            client().saveAlbum(access, ALBUM, TIMEOUT),
                            client().followArtist(access, ARTIST, TIMEOUT))) {
                assertThat(answer).isEqualTo(new StreamingAnswer(new Done(), learned));
            }
            PROVIDERS.resetScenarios();
        }

        @Test
        void an_expired_access_token_is_accepted_after_a_refresh() {
            assertThat(save("client", "stub-expired-once", ALBUM, TIMEOUT))
                    .isEqualTo(new AccessTokenRejected());
            assertThat(save("client", "stub-expired-once", ALBUM, TIMEOUT)).isEqualTo(new Done());
        }

        @Test
        void the_wrong_client_is_rejected() {
            assertThat(save("stub-wrong-client", "any", ALBUM, TIMEOUT))
                    .isEqualTo(new RequestRefused(Reason.CREDENTIALS_REJECTED));
        }

        @ParameterizedTest
        @CsvSource({
            "spotify:album:0000000000000000000404, UNKNOWN_AT_PROVIDER",
            "spotify:album:0000000000000000000400, REJECTED",
            "spotify:album:tooShort, REJECTED"
        })
        void each_magic_album_has_its_result(String albumId, Reason reason) {
            assertThat(save("client", "any", albumId, TIMEOUT))
                    .isEqualTo(new RequestRefused(reason));
        }

        @Test
        void tracks_and_playlists_are_saved_unless_they_are_unknown() {
            StreamingAccess access =
                    new StreamingAccess(app("client"), "any", SpotifyEndpoint.LIBRARY, true);
            String known = "11dFghVXANMlKmJXsNCbNl";
            String unknown = "0000000000000000000404";

            assertThat(client().saveTrack(access, "spotify:track:" + known, TIMEOUT).result())
                    .isEqualTo(new Done());
            assertThat(client().saveTrack(access, "spotify:track:" + unknown, TIMEOUT).result())
                    .isEqualTo(new RequestRefused(Reason.UNKNOWN_AT_PROVIDER));
            assertThat(
                            client().followPlaylist(access, "spotify:playlist:" + known, TIMEOUT)
                                    .result())
                    .isEqualTo(new Done());
            assertThat(
                            client().followPlaylist(access, "spotify:playlist:" + unknown, TIMEOUT)
                                    .result())
                    .isEqualTo(new RequestRefused(Reason.UNKNOWN_AT_PROVIDER));
        }

        @Test
        void the_magic_artist_cannot_be_followed() {
            String artistId = "spotify:artist:0000000000000000000502";

            assertThat(follow("client", "any", artistId, TIMEOUT)).isEqualTo(new Unavailable());
        }

        private static SpotifyClient client() {
            return new SpotifyClient(http(), url(), url());
        }

        private static StreamingApp app(String clientId) {
            return new StreamingApp.Spotify(clientId, "secret");
        }

        private static StreamingResult save(
                String clientId, String refreshToken, String albumId, Duration timeout) {
            return perform(
                    clientId,
                    refreshToken,
                    timeout,
                    access -> client().saveAlbum(access, albumId, timeout));
        }

        private static StreamingResult follow(
                String clientId, String refreshToken, String artistId, Duration timeout) {
            return perform(
                    clientId,
                    refreshToken,
                    timeout,
                    access -> client().followArtist(access, artistId, timeout));
        }

        private static StreamingResult perform(
                String clientId,
                String refreshToken,
                Duration timeout,
                Function<StreamingAccess, StreamingAnswer> operation) {
            return switch (client().refresh(app(clientId), refreshToken, timeout)) {
                case RefreshAnswer.Granted(AccessGrant access, _) ->
                        operation
                                .apply(new StreamingAccess(app(clientId), access.accessToken()))
                                .result();
                case RefreshAnswer.RefreshDenied(StreamingResult result) -> result;
            };
        }
    }

    @Nested
    class AppleMusic {
        private static final StreamingApp APP = MusicKitKeys.newApp();

        static Stream<Arguments> userTokensAndAlbums() {
            return Stream.of(
                    Arguments.of("any", "1577502911", TIMEOUT, new Done()),
                    Arguments.of("stub-dead", "1", TIMEOUT, new AuthorizationEnded()),
                    Arguments.of(
                            "stub-forbidden", "1", TIMEOUT, new RequestRefused(Reason.FORBIDDEN)),
                    Arguments.of(
                            "stub-unauthorized",
                            "1",
                            TIMEOUT,
                            new RequestRefused(Reason.CREDENTIALS_REJECTED)),
                    Arguments.of("stub-rate-limited", "1", TIMEOUT, rateLimited("PT5S")),
                    Arguments.of("stub-unavailable", "1", TIMEOUT, new Unavailable()),
                    Arguments.of("stub-slow", "1", SHORT, new Unavailable()),
                    Arguments.of("any", "400", TIMEOUT, new RequestRefused(Reason.REJECTED)),
                    Arguments.of(
                            "any", "404", TIMEOUT, new RequestRefused(Reason.UNKNOWN_AT_PROVIDER)),
                    Arguments.of("any", "202", TIMEOUT, new NotInLibraryYet()));
        }

        @ParameterizedTest
        @MethodSource("userTokensAndAlbums")
        void each_magic_user_token_and_album_has_its_result(
                String userToken, String albumId, Duration timeout, StreamingResult expected) {
            assertThat(save(userToken, albumId, timeout)).isEqualTo(expected);
        }

        @Test
        void the_late_album_is_found_by_the_second_call() {
            assertThat(save("any", "2021", TIMEOUT)).isEqualTo(new NotInLibraryYet());
            assertThat(save("any", "2021", TIMEOUT)).isEqualTo(new Done());
        }

        @Test
        void songs_and_playlists_are_saved_unless_they_are_unknown() {
            StreamingAccess access = new StreamingAccess(APP, "any");

            assertThat(client().saveTrack(access, "1577502912", TIMEOUT).result())
                    .isEqualTo(new Done());
            assertThat(client().saveTrack(access, "404", TIMEOUT).result())
                    .isEqualTo(new RequestRefused(Reason.UNKNOWN_AT_PROVIDER));
            assertThat(client().followPlaylist(access, "pl.u-8aAVZAPCLDV0zYa", TIMEOUT).result())
                    .isEqualTo(new Done());
            assertThat(client().followPlaylist(access, "pl.404", TIMEOUT).result())
                    .isEqualTo(new RequestRefused(Reason.UNKNOWN_AT_PROVIDER));
        }

        private static StreamingResult save(String userToken, String albumId, Duration timeout) {
            return client().saveAlbum(new StreamingAccess(APP, userToken), albumId, timeout)
                    .result();
        }

        private static AppleMusicClient client() {
            return new AppleMusicClient(http(), url(), InstantSource.system());
        }
    }

    @Nested
    class Twilio {
        private static final String SENDER = "+15005550006";
        private static final String RECIPIENT = "+12025550123";
        private static final String ACCOUNT = "AC00000000000000000000000000000001";
        private static final SendResult RESULT_UNKNOWN = new SendResult.Unknown(Reason.NO_ANSWER);

        static Stream<Arguments> recipients() {
            return Stream.of(
                    Arguments.of("+15005550001", TIMEOUT, refused(Reason.UNREACHABLE_NUMBER)),
                    Arguments.of("+15005550002", TIMEOUT, refused(Reason.REJECTED)),
                    Arguments.of("+15005550003", TIMEOUT, refused(Reason.REJECTED)),
                    Arguments.of("+15005550004", TIMEOUT, new SendResult.OptedOut()),
                    Arguments.of("+15005550009", TIMEOUT, refused(Reason.UNREACHABLE_NUMBER)),
                    Arguments.of("+15005550429", TIMEOUT, notTaken("PT2S")),
                    Arguments.of("+15005550500", TIMEOUT, RESULT_UNKNOWN),
                    Arguments.of("+15005550503", TIMEOUT, RESULT_UNKNOWN),
                    Arguments.of("+15005550504", SHORT, RESULT_UNKNOWN),
                    Arguments.of("+15005550599", TIMEOUT, RESULT_UNKNOWN),
                    Arguments.of("+15005550201", TIMEOUT, RESULT_UNKNOWN));
        }

        static Stream<Arguments> senders() {
            return Stream.of(
                    Arguments.of("+15005550001", refused(Reason.REJECTED)),
                    Arguments.of("+15005550007", refused(Reason.REJECTED)),
                    Arguments.of("+15005550008", notTaken("PT15M")));
        }

        @Test
        void any_other_message_is_accepted_with_its_own_id() {
            SendResult first =
                    send(ACCOUNT, SENDER, RECIPIENT, "Hello\n🎵 \"quoted\" & {{x}}", TIMEOUT);
            SendResult second = send(ACCOUNT, SENDER, RECIPIENT, "Hello", TIMEOUT);

            assertThat(first)
                    .isInstanceOfSatisfying(
                            SendResult.Accepted.class,
                            accepted ->
                                    assertThat(accepted.providerMessageId())
                                            .matches("SM[0-9a-f]{32}"));
            assertThat(second).isInstanceOf(SendResult.Accepted.class).isNotEqualTo(first);
        }

        @ParameterizedTest
        @MethodSource("recipients")
        void each_magic_recipient_has_its_result(
                String recipient, Duration timeout, SendResult expected) {
            assertThat(send(ACCOUNT, SENDER, recipient, "Hello", timeout)).isEqualTo(expected);
        }

        @ParameterizedTest
        @MethodSource("senders")
        void each_magic_sender_has_its_result(String sender, SendResult expected) {
            assertThat(send(ACCOUNT, sender, RECIPIENT, "Hello", TIMEOUT)).isEqualTo(expected);
        }

        @Test
        void the_magic_account_is_rejected() {
            String account = "AC00000000000000000000000000000401";

            assertThat(send(account, SENDER, RECIPIENT, "Hello", TIMEOUT))
                    .isEqualTo(refused(Reason.CREDENTIALS_REJECTED));
        }

        @Test
        void an_empty_text_is_rejected() {
            assertThat(send(ACCOUNT, SENDER, RECIPIENT, "", TIMEOUT))
                    .isEqualTo(refused(Reason.REJECTED));
        }

        private static SendResult refused(Reason reason) {
            return new SendResult.MessageRefused(reason);
        }

        private static SendResult notTaken(String retryAfter) {
            return new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.parse(retryAfter));
        }

        private static SendResult send(
                String account, String from, String to, String body, Duration timeout) {
            return new TwilioClient(LocalProvidersTest::http, url())
                    .send(
                            new TextMessage(
                                    new PhoneNumber(from),
                                    new PhoneNumber(to),
                                    body,
                                    "https://flows.example.com/status",
                                    "",
                                    TextMessage.MAX_VALIDITY),
                            new SmsCredentials.Twilio(account, "token"),
                            timeout);
        }
    }
}
