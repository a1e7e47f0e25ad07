package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What every {@link StreamingService} does, with any provider. */
public abstract class StreamingServiceContract {
    /** The time that the provider asks for when it is {@link Situation#BUSY}. */
    protected static final Duration BUSY_FOR = Duration.ofSeconds(9);

    /** What {@link Situation#ROTATES_THE_TOKEN} gives. */
    protected static final String ROTATED_TOKEN = "a-rotated-token";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** How the provider treats the next requests. */
    public enum Situation {
        DOES_IT,
        /** Does it, and gives {@link #ROTATED_TOKEN}. */
        ROTATES_THE_TOKEN,
        FAN_ENDED_THE_AUTHORIZATION,
        REJECTS_THE_CREDENTIALS,
        FORBIDS,
        DOES_NOT_KNOW_THE_ID,
        REJECTS_THE_REQUEST,
        /** Asks to come back after {@link #BUSY_FOR}. */
        BUSY,
        FAILS,
        SILENT
    }

    /** The service under test, with its provider brought into this situation. */
    protected abstract StreamingService serviceWhen(Situation situation);

    protected abstract StreamingAccess access();

    protected abstract String albumId();

    protected abstract String artistId();

    /** The ids of the albums that the provider put into the fan's library. */
    protected abstract Set<String> savedAlbums();

    /** The ids of the artists whom the fan follows. */
    protected abstract Set<String> followedArtists();

    /** Whether the provider has an operation to follow an artist. */
    protected boolean canFollow() {
        return true;
    }

    /** Whether the provider may replace the fan's token. */
    protected boolean canRotate() {
        return true;
    }

    @Test
    void a_saved_album_is_in_the_fans_library() {
        assertThat(save(Situation.DOES_IT))
                .isEqualTo(StreamingAnswer.of(new StreamingResult.Done()));
        assertThat(savedAlbums()).containsExactly(albumId());
    }

    @Test
    void saving_again_is_done_again() {
        StreamingService service = serviceWhen(Situation.DOES_IT);

        service.saveAlbum(access(), albumId(), TIMEOUT);

        assertThat(service.saveAlbum(access(), albumId(), TIMEOUT).result())
                .isEqualTo(new StreamingResult.Done());
        assertThat(savedAlbums()).containsExactly(albumId());
    }

    @Test
    void a_followed_artist_is_followed_where_the_provider_can() {
        StreamingAnswer answer =
                serviceWhen(Situation.DOES_IT).followArtist(access(), artistId(), TIMEOUT);

        if (canFollow()) {
            assertThat(answer).isEqualTo(StreamingAnswer.of(new StreamingResult.Done()));
            assertThat(followedArtists()).containsExactly(artistId());
        } else {
            assertThat(answer.result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
            assertThat(followedArtists()).isEmpty();
        }
    }

    @Test
    void a_token_that_the_provider_rotated_is_handed_back() {
        StreamingAnswer answer =
                save(canRotate() ? Situation.ROTATES_THE_TOKEN : Situation.DOES_IT);

        assertThat(answer.result()).isEqualTo(new StreamingResult.Done());
        assertThat(answer.rotatedUserToken())
                .isEqualTo(canRotate() ? Optional.of(ROTATED_TOKEN) : Optional.empty());
    }

    @Test
    void an_authorization_that_the_fan_ended_is_reported_as_such() {
        assertThat(save(Situation.FAN_ENDED_THE_AUTHORIZATION).result())
                .isEqualTo(new StreamingResult.AuthorizationEnded());
    }

    @Test
    void credentials_that_the_provider_rejects_are_named_as_the_reason() {
        assertRefused(Situation.REJECTS_THE_CREDENTIALS, Reason.CREDENTIALS_REJECTED);
    }

    @Test
    void what_the_provider_forbids_is_refused_for_good() {
        assertRefused(Situation.FORBIDS, Reason.FORBIDDEN);
    }

    @Test
    void an_album_that_the_provider_does_not_know_is_refused_for_good() {
        assertRefused(Situation.DOES_NOT_KNOW_THE_ID, Reason.UNKNOWN_AT_PROVIDER);
    }

    @Test
    void a_request_that_the_provider_rejects_is_refused_for_good() {
        assertRefused(Situation.REJECTS_THE_REQUEST, Reason.REJECTED);
    }

    @Test
    void a_busy_provider_may_be_asked_again_after_the_time_it_says() {
        assertThat(save(Situation.BUSY).result())
                .isEqualTo(new StreamingResult.RateLimited(BUSY_FOR));
    }

    @Test
    void a_provider_that_fails_may_be_asked_again() {
        assertThat(save(Situation.FAILS).result()).isEqualTo(new StreamingResult.Unavailable());
    }

    @Test
    void a_provider_that_does_not_answer_in_time_may_be_asked_again() {
        assertThat(save(Situation.SILENT).result()).isEqualTo(new StreamingResult.Unavailable());
    }

    private void assertRefused(Situation situation, Reason reason) {
        assertThat(save(situation).result()).isEqualTo(new StreamingResult.RequestRefused(reason));
        assertThat(savedAlbums()).isEmpty();
    }

    private StreamingAnswer save(Situation situation) {
        return serviceWhen(situation).saveAlbum(access(), albumId(), TIMEOUT);
    }
}
