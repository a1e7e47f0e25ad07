package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

class InMemorySpotifySignInTest extends SpotifySignInContract {
    private final InMemorySpotifySignIn spotify = new InMemorySpotifySignIn();

    @Override
    protected SpotifySignIn signInWhen(Situation situation) {
        return switch (situation) {
            case TAKES_IT -> spotify;
            case DOES_NOT_KNOW_IT -> spotify.answers(new AuthorizationAnswer.Invalid());
            case FORBIDS ->
                    spotify.answers(new AuthorizationAnswer.AuthorizationRefused(Reason.FORBIDDEN));
            case BUSY -> spotify.answers(new AuthorizationAnswer.RateLimited(BUSY_FOR));
            case FAILS -> spotify.answers(new AuthorizationAnswer.Unavailable());
        };
    }

    @Override
    protected String codeFrom(String url) {
        return spotify.agree(url, ACCOUNT);
    }

    @Test
    void a_code_is_valid_once_and_only_with_its_verifier() {
        String url =
                spotify.authorizeUrl("client", "https://x.example", Set.of(), "state", "challenge");
        String code = spotify.agree(url, ACCOUNT);

        for (int i = 0; i < 2; i++) {
            assertThat(
                            spotify.exchange(
                                    new StreamingApp.Spotify("client", "secret"),
                                    code,
                                    "another verifier",
                                    "https://x.example",
                                    Set.of(),
                                    Duration.ofSeconds(1)))
                    .isEqualTo(new AuthorizationAnswer.Invalid());
        }
    }
}
