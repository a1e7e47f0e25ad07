package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The contract of {@link StreamingService} implementations, for any provider. */
public abstract class StreamingServiceContract {
    /** The delay that the provider requests if it is {@link Situation#BUSY}. */
    protected static final Duration BUSY_FOR = Duration.ofSeconds(9);

    /** The new token of {@link Situation#ROTATES_THE_TOKEN}. */
    protected static final String ROTATED_TOKEN = "a-rotated-token";

    /** Long, since a busy machine may take seconds for a response of the stub. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** What the provider does with the next requests. */
    public enum Situation {
        DOES_IT,
        /** Performs it, and returns {@link #ROTATED_TOKEN}. */
        ROTATES_THE_TOKEN,
        FAN_ENDED_THE_AUTHORIZATION,
        REJECTS_THE_CREDENTIALS,
        FORBIDS,
        DOES_NOT_KNOW_THE_ID,
        REJECTS_THE_REQUEST,
        /** Requests a retry after {@link #BUSY_FOR}. */
        BUSY,
        FAILS,
        SILENT
    }

    /** The service under test, with its provider in this situation. */
    protected abstract StreamingService serviceWhen(Situation situation);

    protected abstract StreamingApp app();

    /** The user token of a fan. */
    protected abstract String userToken();

    protected abstract String albumId();

    protected abstract String trackId();

    protected abstract String playlistId();

    protected abstract String artistId();

    /** The ids of the albums that the provider added to the fan's library. */
    protected abstract Set<String> savedAlbums();

    /** The ids of the tracks that the provider added to the fan's library. */
    protected abstract Set<String> savedTracks();

    /** The ids of the playlists that the provider added to the fan's library. */
    protected abstract Set<String> followedPlaylists();

    /** The ids of the artists whom the fan follows. */
    protected abstract Set<String> followedArtists();

    /** Whether the provider supports following artists. */
    protected boolean canFollow() {
        return true;
    }

    @Test
    void a_saved_album_is_in_the_fans_library() {
        assertThat(save(Situation.DOES_IT)).isEqualTo(new StreamingResult.Done());
        assertThat(savedAlbums()).containsExactly(albumId());
    }

    @Test
    void saving_an_album_is_idempotent() {
        StreamingService service = serviceWhen(Situation.DOES_IT);

        save(service);

        assertThat(save(service)).isEqualTo(new StreamingResult.Done());
        assertThat(savedAlbums()).containsExactly(albumId());
    }

    @Test
    void a_saved_track_is_in_the_fans_library_and_saving_it_is_idempotent() {
        StreamingService service = serviceWhen(Situation.DOES_IT);

        for (int i = 0; i < 2; i++) {
            assertThat(saveTrack(service)).isEqualTo(new StreamingResult.Done());
        }
        assertThat(savedTracks()).containsExactly(trackId());
        assertThat(savedAlbums()).isEmpty();
    }

    @Test
    void a_followed_playlist_is_in_the_fans_library_and_following_it_is_idempotent() {
        StreamingService service = serviceWhen(Situation.DOES_IT);

        for (int i = 0; i < 2; i++) {
            assertThat(followPlaylist(service)).isEqualTo(new StreamingResult.Done());
        }
        assertThat(followedPlaylists()).containsExactly(playlistId());
        assertThat(savedAlbums()).isEmpty();
    }

    @Test
    void a_track_or_playlist_of_a_failing_provider_can_be_retried() {
        StreamingService service = serviceWhen(Situation.FAILS);

        assertThat(saveTrack(service)).isEqualTo(new StreamingResult.Unavailable());
        assertThat(followPlaylist(serviceWhen(Situation.FAILS)))
                .isEqualTo(new StreamingResult.Unavailable());
    }

    private StreamingResult saveTrack(StreamingService service) {
        return perform(service, access -> service.saveTrack(access, trackId(), TIMEOUT));
    }

    private StreamingResult followPlaylist(StreamingService service) {
        return perform(service, access -> service.followPlaylist(access, playlistId(), TIMEOUT));
    }

    @Test
    void an_artist_is_followed_if_the_provider_supports_it() {
        StreamingService service = serviceWhen(Situation.DOES_IT);
        StreamingResult result =
                perform(service, access -> service.followArtist(access, artistId(), TIMEOUT));

        if (canFollow()) {
            assertThat(result).isEqualTo(new StreamingResult.Done());
            assertThat(followedArtists()).containsExactly(artistId());
        } else {
            assertThat(result).isEqualTo(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
            assertThat(followedArtists()).isEmpty();
        }
    }

    @Test
    void a_refresh_returns_a_rotated_user_token_and_no_other() {
        for (Situation situation : List.of(Situation.DOES_IT, Situation.ROTATES_THE_TOKEN)) {
            if (!serviceWhen(Situation.DOES_IT).provider().hasAccessTokens()) {
                return;
            }
            StreamingService service = serviceWhen(situation);
            assertThat(service.refresh(app(), userToken(), TIMEOUT))
                    .isInstanceOfSatisfying(
                            RefreshAnswer.Granted.class,
                            granted ->
                                    assertThat(granted.rotatedUserToken())
                                            .isEqualTo(
                                                    situation == Situation.DOES_IT
                                                            ? Optional.empty()
                                                            : Optional.of(ROTATED_TOKEN)));
        }
    }

    @Test
    void a_revoked_authorization_is_reported() {
        assertThat(save(Situation.FAN_ENDED_THE_AUTHORIZATION))
                .isEqualTo(new StreamingResult.AuthorizationEnded());
    }

    @Test
    void rejected_credentials_are_reported_as_the_reason() {
        assertRefused(Situation.REJECTS_THE_CREDENTIALS, Reason.CREDENTIALS_REJECTED);
    }

    @Test
    void a_forbidden_request_fails_permanently() {
        assertRefused(Situation.FORBIDS, Reason.FORBIDDEN);
    }

    @Test
    void an_album_unknown_to_the_provider_fails_permanently() {
        assertRefused(Situation.DOES_NOT_KNOW_THE_ID, Reason.UNKNOWN_AT_PROVIDER);
    }

    @Test
    void a_request_that_the_provider_rejects_fails_permanently() {
        assertRefused(Situation.REJECTS_THE_REQUEST, Reason.REJECTED);
    }

    @Test
    void a_busy_provider_can_be_retried_after_the_delay_it_requests() {
        assertThat(save(Situation.BUSY)).isEqualTo(new StreamingResult.RateLimited(BUSY_FOR));
    }

    @Test
    void a_failing_provider_can_be_retried() {
        assertThat(save(Situation.FAILS)).isEqualTo(new StreamingResult.Unavailable());
    }

    @Test
    void a_provider_that_does_not_respond_in_time_can_be_retried() {
        assertThat(save(Situation.SILENT)).isEqualTo(new StreamingResult.Unavailable());
    }

    private void assertRefused(Situation situation, Reason reason) {
        assertThat(save(situation)).isEqualTo(new StreamingResult.RequestRefused(reason));
        assertThat(savedAlbums()).isEmpty();
    }

    private StreamingResult save(Situation situation) {
        return save(serviceWhen(situation), situation == Situation.SILENT ? SHORT : TIMEOUT);
    }

    private StreamingResult save(StreamingService service) {
        return save(service, TIMEOUT);
    }

    private StreamingResult save(StreamingService service, Duration timeout) {
        return perform(service, access -> service.saveAlbum(access, albumId(), timeout));
    }

    /** With a new access token where the provider has them. */
    private StreamingResult perform(
            StreamingService service, Function<StreamingAccess, StreamingAnswer> operation) {
        if (!service.provider().hasAccessTokens()) {
            return operation.apply(new StreamingAccess(app(), userToken())).result();
        }
        return switch (service.refresh(app(), userToken(), TIMEOUT)) {
            case RefreshAnswer.Granted(AccessGrant access, _) ->
                    operation.apply(new StreamingAccess(app(), access.accessToken())).result();
            case RefreshAnswer.RefreshDenied(StreamingResult result) -> result;
        };
    }
}
