package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Begins attempts: stores them and builds the URLs for the streaming services. */
final class AuthorizationRequests {
    /** How long a fan may take to sign in and consent. */
    static final Duration TIME = Duration.ofMinutes(10);

    /** 256 bits, 43 characters in base64url: the minimum of RFC 7636. */
    private static final int VERIFIER_BYTES = 32;

    private final ConnectAttemptStore attempts;
    private final SpotifySignIn spotify;
    private final Vault vault;
    private final IdSource ids;
    private final InstantSource clock;

    AuthorizationRequests(
            ConnectAttemptStore attempts,
            SpotifySignIn spotify,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.attempts = attempts;
        this.spotify = spotify;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The parts of a new attempt.
     *
     * @param fromPage see {@link ConnectAttempt}
     * @param scopes the scopes to request
     */
    record AttemptDetails(
            Browser browser,
            Optional<FanId> fan,
            Optional<FanAction> action,
            Optional<String> returnTo,
            boolean fromPage,
            Optional<ConnectAttempt.Agreed> agreed,
            Set<String> scopes) {
        AttemptDetails {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * @return the URL of Spotify's authorization page
     */
    String toSpotify(Project project, AttemptDetails details) {
        ConnectState state = ConnectState.fresh(project.id(), ids);
        String verifier = Digests.base64Url(ids.randomBytes(VERIFIER_BYTES));
        begin(
                state,
                StreamingProvider.SPOTIFY,
                details,
                Optional.of(
                        vault.seal(project, ConnectAttempt.verifierContext(state.id()), verifier)));
        return spotify.authorizeUrl(
                project.spotify().orElseThrow().clientId(),
                project.spotifyRedirectUri(),
                details.scopes(),
                state.text(),
                Digests.sha256Base64Url(verifier));
    }

    /**
     * @return the state that the page with Apple's script has to send back
     */
    String toAppleMusic(Project project, AttemptDetails details) {
        ConnectState state = ConnectState.fresh(project.id(), ids);
        begin(state, StreamingProvider.APPLE_MUSIC, details, Optional.empty());
        return state.text();
    }

    private void begin(
            ConnectState state,
            StreamingProvider provider,
            AttemptDetails details,
            Optional<Sealed> verifier) {
        attempts.begin(
                new ConnectAttempt(
                        state.project(),
                        state.id(),
                        provider,
                        details.browser().hash(),
                        verifier,
                        details.scopes(),
                        details.fan(),
                        details.action(),
                        details.returnTo(),
                        details.fromPage(),
                        details.agreed(),
                        clock.instant().plus(TIME)));
    }
}
