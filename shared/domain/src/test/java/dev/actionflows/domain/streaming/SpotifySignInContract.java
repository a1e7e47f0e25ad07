package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link SpotifySignIn} implementations, for any server. */
public abstract class SpotifySignInContract {
    /** The account with which the fan signs in. */
    protected static final String ACCOUNT = "fan-at-spotify";

    /** The delay that {@link Situation#BUSY} requests. */
    protected static final Duration BUSY_FOR = Duration.ofSeconds(7);

    private static final String REDIRECT_URI = "https://flows.example.com/connect/spotify/callback";
    private static final Set<String> SCOPES = Set.of("user-library-modify", "user-follow-modify");

    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /** Spotify's response to the next code. */
    public enum Situation {
        /** It is valid, and belongs to {@link #ACCOUNT}. */
        TAKES_IT,
        /** It was used before. */
        DOES_NOT_KNOW_IT,
        /** The app may not serve this fan. */
        FORBIDS,
        BUSY,
        FAILS
    }

    /** The sign-in under test, with Spotify in this situation. */
    protected abstract SpotifySignIn signInWhen(Situation situation);

    /** The fan consents on the page at this URL. */
    protected abstract String codeFrom(String url);

    private AuthorizationAnswer exchange(Situation situation) {
        SpotifySignIn signIn = signInWhen(situation);
        return signIn.exchange(
                new StreamingApp.Spotify("client", "secret"),
                codeFrom(url(signIn)),
                VERIFIER,
                REDIRECT_URI,
                SCOPES,
                Duration.ofSeconds(5));
    }

    private static String url(SpotifySignIn signIn) {
        return signIn.authorizeUrl("client", REDIRECT_URI, SCOPES, "prj.state", CHALLENGE);
    }

    @Test
    void the_authorize_url_contains_everything_a_code_is_bound_to() {
        Map<String, String> query =
                InMemorySpotifySignIn.query(url(signInWhen(Situation.TAKES_IT)));

        assertThat(query)
                .containsEntry("client_id", "client")
                .containsEntry("redirect_uri", REDIRECT_URI)
                .containsEntry("scope", "user-follow-modify user-library-modify")
                .containsEntry("state", "prj.state")
                .containsEntry("code_challenge", CHALLENGE);
    }

    @Test
    void a_valid_code_returns_the_token_its_scopes_and_the_account() {
        AuthorizationAnswer.Granted granted =
                (AuthorizationAnswer.Granted) exchange(Situation.TAKES_IT);

        assertThat(granted.userToken()).isNotBlank();
        assertThat(granted.scopes()).isEqualTo(SCOPES);
        assertThat(granted.accountId()).isEqualTo(Optional.of(ACCOUNT));
    }

    @Test
    void an_unknown_code_is_invalid() {
        assertThat(exchange(Situation.DOES_NOT_KNOW_IT))
                .isEqualTo(new AuthorizationAnswer.Invalid());
    }

    @Test
    void a_fan_whom_the_app_may_not_serve_is_rejected() {
        assertThat(exchange(Situation.FORBIDS))
                .isEqualTo(new AuthorizationAnswer.AuthorizationRefused(Reason.FORBIDDEN));
    }

    @Test
    void a_rate_limit_includes_the_delay_until_a_retry() {
        assertThat(exchange(Situation.BUSY))
                .isEqualTo(new AuthorizationAnswer.RateLimited(BUSY_FOR));
    }

    @Test
    void an_outage_is_reported_as_unavailable() {
        assertThat(exchange(Situation.FAILS)).isEqualTo(new AuthorizationAnswer.Unavailable());
    }
}
