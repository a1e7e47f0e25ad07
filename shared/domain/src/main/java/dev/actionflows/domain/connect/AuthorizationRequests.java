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

/** Begins attempts: fans leave for a streaming service. */
final class AuthorizationRequests {
    /** How long a fan may take to sign in and say yes. */
    static final Duration TIME = Duration.ofMinutes(10);

    /** 256 bits, which base64url writes as 43 characters, the fewest that RFC 7636 allows. */
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
     * What a fan leaves with.
     *
     * @param fromPage see {@link ConnectAttempt}
     * @param scopes what the fan is asked to allow
     */
    record Luggage(
            Browser browser,
            Optional<FanId> fan,
            Optional<FanAction> action,
            Optional<String> returnTo,
            boolean fromPage,
            Set<String> scopes) {
        Luggage {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * @return Spotify's page, to which the browser is to be sent
     */
    String toSpotify(Project project, Luggage luggage) {
        ConnectState state = ConnectState.fresh(project.id(), ids);
        String verifier = Digests.base64Url(ids.randomBytes(VERIFIER_BYTES));
        begin(
                state,
                StreamingProvider.SPOTIFY,
                luggage,
                Optional.of(
                        vault.seal(project, ConnectAttempt.verifierContext(state.id()), verifier)));
        return spotify.authorizeUrl(
                project.spotify().orElseThrow().clientId(),
                project.spotifyRedirectUri(),
                luggage.scopes(),
                state.text(),
                Digests.sha256Base64Url(verifier));
    }

    /**
     * @return the state with which the page of Apple's script has to come back
     */
    String toAppleMusic(Project project, Luggage luggage) {
        ConnectState state = ConnectState.fresh(project.id(), ids);
        begin(state, StreamingProvider.APPLE_MUSIC, luggage, Optional.empty());
        return state.text();
    }

    private void begin(
            ConnectState state,
            StreamingProvider provider,
            Luggage luggage,
            Optional<Sealed> verifier) {
        attempts.begin(
                new ConnectAttempt(
                        state.project(),
                        state.id(),
                        provider,
                        luggage.browser().hash(),
                        verifier,
                        luggage.scopes(),
                        luggage.fan(),
                        luggage.action(),
                        luggage.returnTo(),
                        luggage.fromPage(),
                        clock.instant().plus(TIME)));
    }
}
